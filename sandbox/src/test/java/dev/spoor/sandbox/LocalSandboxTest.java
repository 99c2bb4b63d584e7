// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalSandboxTest {
  private final LocalSandbox sandbox = LocalSandbox.create();
  private final CollectedOutput output = new CollectedOutput(64 << 20);

  @BeforeAll
  static void needsAShell() {
    assumeTrue(Processes.present("sh"), "needs a POSIX shell");
  }

  @AfterEach
  void killAll() {
    sandbox.kill();
  }

  @Test
  void start_runsWithoutAShell() throws Exception {
    ExecResult result = run(ExecSpec.of("printf", "%s", "$HOME `x` \"y\""));

    assertThat(result.stdout()).isEqualTo("$HOME `x` \"y\"");
  }

  @Test
  void start_separatesTheStreams() throws Exception {
    ExecResult result = run(shell("echo out; echo err >&2"));

    assertThat(List.of(result.stdout(), result.stderr())).containsExactly("out\n", "err\n");
  }

  @Test
  void start_tellsTheExitCode() throws Exception {
    assertThat(run(shell("exit 7")).exit()).isEqualTo(ExecExit.exited(7));
  }

  @Test
  void start_failsForAProgramThatIsNotThere() {
    assertThatThrownBy(() -> sandbox.start(ExecSpec.of("no-such-program"), output))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void start_givesTheEnvironmentAndDirectory(@TempDir Path directory) throws Exception {
    ExecSpec command = ExecSpec.builder("sh", "-c", "printf '%s %s' \"$KEY\" \"$(pwd -P)\"")
        .addEnvironment("KEY", "va lue")
        .setDirectory(directory.toString())
        .build();

    assertThat(run(command).stdout()).isEqualTo("va lue " + directory.toRealPath());
  }

  @Test
  void start_givesACleanEnvironmentIfAsked() throws Exception {
    LocalSandbox clean = LocalSandbox.builder()
        .setInheritEnvironment(false)
        .addEnvironment("PATH", System.getenv("PATH"))
        .build();
    SandboxProcess process = clean.start(shell("env | cut -d= -f1 | sort"), output);

    ExecResult result = output.toResult(get(process));
    assertThat(result.stdout().lines())
        .contains("PATH", ProcessMark.VARIABLE)
        .doesNotContain("HOME", "USER");
  }

  @Test
  void start_feedsStandardInput() throws Exception {
    String text = "é漢🙂\n".repeat(100_000);

    assertThat(run(ExecSpec.builder("cat").setStdin(text).build()).stdout()).isEqualTo(text);
  }

  @Test
  void start_endsAnInputThatNobodyGave() throws Exception {
    assertThat(run(ExecSpec.of("cat")).exit()).isEqualTo(ExecExit.exited(0));
  }

  @Test
  void start_survivesAProcessThatDoesNotReadItsInput() throws Exception {
    ExecSpec command = ExecSpec.builder("true").setStdin(new byte[4 << 20]).build();

    assertThat(run(command).exit()).isEqualTo(ExecExit.exited(0));
  }

  @Test
  void start_bringsLargeOutputWhole() throws Exception {
    ExecResult result =
        run(shell("head -c 20000000 /dev/zero; head -c 5000000 /dev/zero | tr '\\0' x >&2"));

    assertThat(List.of(result.stdoutBytes().length, result.stderr().length()))
        .containsExactly(20_000_000, 5_000_000);
  }

  @Test
  void start_handsBytesOverAsTheyCome() throws Exception {
    Gate gate = new Gate("ready\n");
    SandboxProcess process = sandbox.start(shell("echo ready; cat >/dev/null; sleep 60"), gate);

    assertThat(gate.seen.await(30, TimeUnit.SECONDS)).isTrue();
    process.kill();
    assertThat(get(process)).isEqualTo(ExecExit.signalled("KILL"));
  }

  @Test
  void timeout_killsTheProcess() throws Exception {
    ExecSpec command = shell("echo before; sleep 60").toBuilder()
        .setTimeout(Duration.ofMillis(300))
        .build();

    ExecResult result = run(command);

    assertThat(result.exit()).isEqualTo(ExecExit.timeout());
    assertThat(result.stdout()).isEqualTo("before\n");
  }

  @Test
  void timeout_thatIsNotReachedDoesNothing() throws Exception {
    ExecSpec command = shell("exit 3").toBuilder()
        .setTimeout(Duration.ofSeconds(Long.MAX_VALUE))
        .build();

    assertThat(run(command).exit()).isEqualTo(ExecExit.exited(3));
  }

  @Test
  void kill_takesTheWholeTree() throws Exception {
    Gate gate = new Gate("\n", 3);
    SandboxProcess process = sandbox.start(
        shell("sh -c 'sleep 61 & echo $!; wait' & echo $!; (sleep 62 & echo $!); wait"), gate);
    assertThat(gate.seen.await(30, TimeUnit.SECONDS)).isTrue();
    List<ProcessHandle> tree = gate.text()
        .lines()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();

    process.kill();
    get(process);

    assertThat(tree).hasSize(3);
    tree.forEach(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  @Test
  void kill_afterTheEndDoesNothing() throws Exception {
    SandboxProcess process = sandbox.start(shell("exit 0"), output);
    get(process);

    process.kill();

    assertThat(get(process)).isEqualTo(ExecExit.exited(0));
  }

  @Test
  void exit_isNotHeldUpByAProcessLeftBehindThatHoldsTheOutput() throws Exception {
    SandboxProcess process = sandbox.start(shell("echo out; sleep 600 &"), output);

    assertThat(get(process)).isEqualTo(ExecExit.exited(0));
    assertThat(output.toResult(get(process)).stdout()).isEqualTo("out\n");
  }

  @Test
  void exit_leavesAServerAloneThatLetsGoOfTheOutput() throws Exception {
    SandboxProcess process =
        sandbox.start(shell("sleep 600 >/dev/null 2>&1 </dev/null & echo $!"), output);
    long pid = Long.parseLong(output.toResult(get(process)).stdout().trim());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();

    sandbox.kill();

    server.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void exit_waitsForASlowReceiver() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Slow slow = new Slow(release, output);
    SandboxProcess process = sandbox.start(shell("echo one; echo two >&2"), slow);
    assertThat(slow.entered.await(30, TimeUnit.SECONDS)).isTrue();

    // Longer than the patience with a process that holds the output.
    assertThatThrownBy(() -> process.exit().toCompletableFuture().get(1_500, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    release.countDown();

    assertThat(output.toResult(get(process)).stdout()).isEqualTo("one\n");
  }

  @Test
  void exit_failsWithWhatTheReceiverThrows() throws Exception {
    IllegalStateException thrown = new IllegalStateException("full");
    ExecOutput throwing = new ExecOutput() {
      @Override
      public void stdout(ByteBuffer bytes) {
        throw thrown;
      }

      @Override
      public void stderr(ByteBuffer bytes) {}
    };
    SandboxProcess process = sandbox.start(shell("echo x; sleep 600"), throwing);

    assertThatThrownBy(() -> get(process)).cause().isSameAs(thrown);
  }

  @Test
  void start_refusesAfterKill() {
    sandbox.kill();

    assertThatThrownBy(() -> sandbox.start(shell("true"), output))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was killed");
  }

  @Test
  void start_killsTheProcessWhenTheExecutorRefuses() {
    LocalSandbox full = LocalSandbox.builder()
        .setExecutor(task -> {
          throw new RejectedExecutionException("full");
        })
        .build();

    assertThatThrownBy(() -> full.start(shell("sleep 600"), output))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("without a limit of threads");
  }

  @Test
  void setDirectory_refusesWhatIsNoDirectory(@TempDir Path directory) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalSandbox.builder().setDirectory(directory.resolve("none")))
        .withMessageContaining("is no directory");
  }

  private ExecResult run(ExecSpec command)
      throws IOException, InterruptedException, ExecutionException {
    return output.toResult(get(sandbox.start(command, output)));
  }

  private static ExecExit get(SandboxProcess process)
      throws InterruptedException, ExecutionException {
    return process.exit().toCompletableFuture().get();
  }

  private static ExecSpec shell(String script) {
    return ExecSpec.of("sh", "-c", script);
  }

  /** Opens when some text was seen a number of times. */
  private static final class Gate implements ExecOutput {
    private final String awaited;
    private final CountDownLatch seen;
    private final StringBuilder text = new StringBuilder();

    private Gate(String awaited) {
      this(awaited, 1);
    }

    private Gate(String awaited, int times) {
      this.awaited = awaited;
      this.seen = new CountDownLatch(times);
    }

    @Override
    public synchronized void stdout(ByteBuffer bytes) {
      int before = occurrences();
      text.append(UTF_8.decode(bytes));
      for (int i = before; i < occurrences(); i++) {
        seen.countDown();
      }
    }

    @Override
    public void stderr(ByteBuffer bytes) {}

    synchronized String text() {
      return text.toString();
    }

    private int occurrences() {
      return text.toString().split(awaited, -1).length - 1;
    }
  }

  private static final class Slow implements ExecOutput {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release;
    private final ExecOutput output;

    private Slow(CountDownLatch release, ExecOutput output) {
      this.release = release;
      this.output = output;
    }

    @Override
    public void stdout(ByteBuffer bytes) {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      output.stdout(bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
      output.stderr(bytes);
    }
  }
}
