// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that do what no process should. */
@Timeout(120)
class LocalSandboxAttackTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final LocalSandbox local = LocalSandbox.create();
  private final TracedSandbox sandbox =
      SandboxTracer.create(otel.getOpenTelemetry()).trace(local);

  @BeforeEach
  void needsShell() {
    assumeTrue(Processes.present("sh"), "needs a POSIX shell");
  }

  @AfterEach
  void killAll() {
    local.kill();
  }

  @Test
  void timeout_endsAProcessThatIgnoresSignals() throws Exception {
    ExecResult result = run(within(300, "trap '' TERM INT HUP; while :; do sleep 0.05; done"));

    assertThat(result.exit()).isEqualTo(ExecExit.timeout());
  }

  @Test
  void timeout_isATimeoutThoughTheParentWouldSurviveItsChild() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(run(within(30, "sleep 60; exit 3")).exit()).isEqualTo(ExecExit.timeout());
    }
  }

  @Test
  void timeout_thatRacesTheExitIsOneOfTheTwo() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(run(within(20, "sleep 0.02")).exit()).isIn(ExecExit.timeout(), ExecExit.exited(0));
    }
  }

  @Test
  void kill_findsADaemonWhoseParentsHaveDied() throws Exception {
    assumeTrue(Processes.present("setsid"), "needs setsid");
    ExecResult result = run(ExecSpec.of(
        "sh",
        "-c",
        "setsid sh -c 'sleep 600 & echo $!' >&1 2>/dev/null </dev/null & wait; exec >&-"));
    long pid = Long.parseLong(result.stdout().strip());

    local.kill();

    ProcessHandle.of(pid)
        .ifPresent(daemon -> daemon.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void exit_leavesNoThreadThatFeedsAProcessLeftBehind() throws Exception {
    ExecSpec command = ExecSpec.builder(
            "sh", "-c", "exec 3<&0; sleep 600 <&3 >/dev/null 2>&1 & exit 0")
        .setStdin(new byte[1 << 20])
        .build();

    assertThat(run(command).exit()).isEqualTo(ExecExit.exited(0));

    // Joins for as long as the test may take.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("spoor-sandbox-")) {
        thread.join();
      }
    }
  }

  @Test
  void run_countsFloodsOnBothStreamsAndKeepsTheBeginning() throws Exception {
    ExecResult result = run(
        ExecSpec.of("sh", "-c", "head -c 9000000 /dev/zero & head -c 9000000 /dev/zero >&2; wait"));

    assertThat(result.stdoutBytes()).hasSize(1 << 20);
    assertThat(result.dropped()).isEqualTo(18_000_000 - (2 << 20));
    assertThat(span().getAttributes().get(SandboxNames.STDOUT_BYTES)).isEqualTo(9_000_000);
    assertThat(span().getAttributes().get(SandboxNames.STDERR_BYTES)).isEqualTo(9_000_000);
  }

  @Test
  void run_survivesClosedStreams() throws Exception {
    assertThat(run(ExecSpec.of("sh", "-c", "exec <&- >&- 2>&-; exit 5")).exit())
        .isEqualTo(ExecExit.exited(5));
  }

  @Test
  void run_replacesWhatIsNoUtf8() throws Exception {
    assertThat(run(ExecSpec.of("printf", "\\303\\251\\377\\303")).stdout())
        .isEqualTo("é\ufffd\ufffd");
  }

  @Test
  void run_anEnvironmentThatIsTooLargeFailsInItsSpan() {
    ExecSpec command =
        ExecSpec.builder("true").addEnvironment("HUGE", "x".repeat(4 << 20)).build();

    assertThatThrownBy(() -> run(command)).isInstanceOf(IOException.class);
    assertThat(span().getAttributes().get(SandboxNames.ERROR_TYPE))
        .isEqualTo("java.io.IOException");
  }

  @Test
  void run_passesWeirdNamesOfVariables() throws Exception {
    ExecSpec command = ExecSpec.builder("env", "-0")
        .addEnvironment("a b", "1")
        .addEnvironment("é.$(x)", "2\n3")
        .build();

    assertThat(run(command).stdout().split("\0", -1)).contains("a b=1", "é.$(x)=2\n3");
  }

  @Test
  void addEnvironment_refusesWhatNoVariableCanBe() {
    for (String name : List.of("", "a=b", "a\0b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LocalSandbox.builder().addEnvironment(name, "x"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalSandbox.builder().addEnvironment("a", "x\0"))
        .withMessageContaining("NUL");
  }

  @Test
  void run_tellsASignalThatWasNotOurs() throws Exception {
    ExecExit exit = run(ExecSpec.of("sh", "-c", "kill -SEGV $$")).exit();

    assertThat(exit).isEqualTo(new ExecExit(139, "SEGV", false));
    assertThat(span().getAttributes().get(SandboxNames.ERROR_TYPE)).isEqualTo("signal_SEGV");
    assertThat(span().getAttributes().get(SandboxNames.EXIT_CODE)).isEqualTo(139);
  }

  @Test
  void run_takesNoFailureOfGitForASignal() throws Exception {
    assertThat(run(ExecSpec.of("sh", "-c", "exit 129")).exit()).isEqualTo(ExecExit.exited(129));
  }

  @Test
  void run_aPolicyMayAcceptTheCodeOfASignal() throws Exception {
    SandboxTracer.builder(otel.getOpenTelemetry())
        .setExitCodePolicy(ExitCodePolicy.accept(143))
        .build()
        .trace(local)
        .run(Context.root(), ExecSpec.of("sh", "-c", "kill -TERM $$"));

    assertThat(span().getAttributes().get(SandboxNames.OUTCOME)).isEqualTo("success");
  }

  @Test
  void check_refusesTextThatWouldArriveChanged() {
    ExecSpec argument = ExecSpec.of("echo", "secret é");
    ExecSpec variable = ExecSpec.builder("echo").addEnvironment("A", "é").build();

    assertThatThrownBy(() -> NativeText.check(argument, US_ASCII))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("argument 1 of ExecSpec{echo, 1 arguments}")
        .hasMessageContaining("LC_ALL=C.UTF-8")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> NativeText.check(variable, US_ASCII))
        .hasMessageContaining("variable A");
  }

  @Test
  void check_letsThroughWhatArrivesAsItIs() throws Exception {
    NativeText.check(ExecSpec.of("echo", "e"), US_ASCII);
    NativeText.check(ExecSpec.of("echo", "é"), UTF_8);
  }

  private ExecResult run(ExecSpec command) throws IOException, InterruptedException {
    return sandbox.run(Context.root(), command);
  }

  private static ExecSpec within(long millis, String script) {
    return ExecSpec.builder("sh", "-c", script)
        .setTimeout(Duration.ofMillis(millis))
        .build();
  }

  private static SpanData span() {
    return otel.getSpans().get(0);
  }
}
