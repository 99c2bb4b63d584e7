// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.ExecResult;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.SandboxExecution;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.SandboxTracer;
import dev.spoor.sandbox.TracedSandbox;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class E2bClientTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  @TempDir
  Path files;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private FakeE2b fake;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private E2bClient client;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
    fake = new FakeE2b(files);
    client = fake.client().build();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void createSandbox_tellsIdTemplateAndSize() throws Exception {
    SandboxInfo info = client.createSandbox(E2bRequest.of("base")).info();

    assertThat(List.of(info.provider(), info.id(), info.template(), info.vcpus(), info.memoryMib()))
        .containsExactly("e2b", "sbx1", "base", 2, 1024);
  }

  @Test
  void createSandbox_survivesThatTheSizeIsNotTold() throws Exception {
    fake.passNext();
    fake.refuseNext(500);

    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));

    assertThat(sandbox.info().vcpus()).isNull();
    assertThat(run(sandbox, "echo x").stdout()).isEqualTo("x\n");
  }

  @Test
  void getInfo_tellsWhatToDoAboutALimit() {
    fake.refuseNext(429);

    assertThatThrownBy(() -> client.getInfo("sbx1"))
        .isInstanceOfSatisfying(E2bException.class, e -> assertThat(e.status()).isEqualTo(429))
        .hasMessageContaining("Wait and try again");
  }

  @Test
  void createSandbox_passesARefusalThrough() {
    fake.refuseNext(500);

    assertThatThrownBy(() -> client.createSandbox(E2bRequest.of("base")))
        .isInstanceOf(E2bException.class)
        .hasMessageContaining("POST /v2/sandboxes with 500: ordered");
  }

  @Test
  void createSandbox_tellsOfAWrongKeyAndNotTheKey() {
    E2bClient wrong = fake.client().setApiKey("e2b_wrong").build();

    assertThatThrownBy(() -> wrong.createSandbox(E2bRequest.of("base")))
        .hasMessageContaining("Check the API key")
        .hasMessageNotContaining("e2b_wrong");
  }

  @Test
  void list_findsByMetadata() throws Exception {
    client.createSandbox(
        E2bRequest.builder("base").addMetadata(Map.of("k", "a&b=c d")).build());
    client.createSandbox(
        E2bRequest.builder("base").addMetadata(Map.of("k", "other")).build());

    assertThat(client.list(Map.of("k", "a&b=c d")))
        .extracting(SandboxInfo::id)
        .containsExactly("sbx1");
    assertThat(client.list(Map.of())).hasSize(2);
  }

  @Test
  void kill_saysWhetherThereWasOne() throws Exception {
    client.createSandbox(E2bRequest.of("base"));

    assertThat(List.of(client.kill("sbx1"), client.kill("sbx1"))).containsExactly(true, false);
  }

  @Test
  void connect_findsASandboxAgain() throws Exception {
    client.createSandbox(E2bRequest.of("base"));

    E2bSandbox again = client.connect("sbx1", Duration.ofMinutes(1));

    assertThat(run(again, "echo x").stdout()).isEqualTo("x\n");
  }

  @Test
  void start_aCodeThatIsLeftOutIsZero() throws Exception {
    assertThat(run("exit 0").exit()).isEqualTo(ExecExit.exited(0));
  }

  @Test
  void start_tellsOtherCodes() throws Exception {
    assertThat(run("exit 7").exit()).isEqualTo(ExecExit.exited(7));
  }

  @Test
  void start_separatesTheStreams() throws Exception {
    ExecResult result = run("printf 'hé'; echo err >&2");

    assertThat(result.stdout() + "|" + result.stderr()).isEqualTo("hé|err\n");
  }

  @Test
  void start_bringsLargeOutputWholeAndCharactersInOnePiece() throws Exception {
    String expected = "é漢🙂".repeat(50_000);
    String script = "i=0; while [ $i -lt 50 ]; do printf %s \"$TEXT\"; i=$((i+1)); done";
    ExecSpec command = ExecSpec.builder("sh", "-c", script)
        .addEnvironment("TEXT", "é漢🙂".repeat(1_000))
        .build();

    assertThat(traced().run(Context.root(), command).stdout()).isEqualTo(expected);
  }

  @Test
  void start_readsFramesThatComeByteByByte() throws Exception {
    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));
    fake.orderFault(FakeE2b.Fault.IN_SINGLE_BYTES);

    assertThat(run(sandbox, "echo é; exit 3").exit()).isEqualTo(ExecExit.exited(3));
  }

  @Test
  void start_sendsInput() throws Exception {
    String text = "é漢🙂\n".repeat(20_000);
    ExecResult result =
        traced().run(Context.root(), ExecSpec.builder("cat").setStdin(text).build());

    assertThat(result.stdout()).isEqualTo(text);
  }

  @Test
  void start_runsWithoutAShell() throws Exception {
    ExecResult result = traced().run(Context.root(), ExecSpec.of("printf", "%s", "$(id) `id`"));

    assertThat(result.stdout()).isEqualTo("$(id) `id`");
  }

  @Test
  void start_failsForAProgramThatIsNotThere() {
    assertThatThrownBy(() -> traced().run(Context.root(), ExecSpec.of("no-such-program")))
        .isInstanceOfSatisfying(
            E2bException.class, e -> assertThat(e.code()).isEqualTo("invalid_argument"));
  }

  @Test
  void timeout_isToldByTheLastFrame() throws Exception {
    ExecSpec command =
        ExecSpec.builder("sleep", "60").setTimeout(Duration.ofMillis(300)).build();

    assertThat(traced().run(Context.root(), command).exit()).isEqualTo(ExecExit.timeout());
  }

  @Test
  void kill_endsTheProcess() throws Exception {
    SandboxExecution execution = traced().execute(Context.root(), ExecSpec.of("sleep", "60"));
    execution.kill();

    assertThat(execution.await()).isEqualTo(ExecExit.signalled("KILL"));
    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void exit_failsWhenTheStreamBreaks() throws Exception {
    TracedSandbox sandbox = traced();
    fake.orderFault(FakeE2b.Fault.BREAKS);

    assertThatThrownBy(() -> sandbox.run(Context.root(), ExecSpec.of("echo", "x")))
        .isInstanceOf(IOException.class);
    assertThat(span().hasEnded()).isTrue();
  }

  @Test
  void exit_failsWhenTheLastFrameHoldsAnError() throws Exception {
    TracedSandbox sandbox = traced();
    fake.orderFault(FakeE2b.Fault.ERROR_AT_THE_END);

    assertThatThrownBy(() -> sandbox.run(Context.root(), ExecSpec.of("echo", "x")))
        .isInstanceOf(E2bException.class)
        .hasMessageContaining("internal, ordered");
  }

  @Test
  void exit_failsWhenAFrameIsTooLong() throws Exception {
    TracedSandbox sandbox = traced();
    fake.orderFault(FakeE2b.Fault.HUGE_FRAME);

    assertThatThrownBy(() -> sandbox.run(Context.root(), ExecSpec.of("echo", "x")))
        .hasMessageContaining("frame of 2147483647 bytes");
  }

  @Test
  void execute_streamsOutput() throws Exception {
    SandboxExecution execution =
        traced().execute(Context.root(), ExecSpec.of("sh", "-c", "echo a; sleep 0.1; echo b"));

    try (InputStream stdout = execution.stdout()) {
      assertThat(new String(stdout.readAllBytes(), UTF_8)).isEqualTo("a\nb\n");
    }
  }

  @Test
  void trace_goesIntoTheSandboxAndItsMetadata() throws Exception {
    Span run = otel.getOpenTelemetry().getTracer("test").spanBuilder("run").startSpan();
    Context parent = Context.root().with(run);
    SandboxTracer sandboxes = SandboxTracer.create(otel.getOpenTelemetry());
    String traceparent;
    try (TracedSandbox sandbox = sandboxes.create(
        parent,
        E2bClient.plan(E2bRequest.of("base")),
        context -> client.createSandbox(E2bRequest.builder("base")
            .addMetadata(sandboxes.propagator().labels(context))
            .build()))) {
      traceparent =
          sandbox.run(parent, ExecSpec.of("sh", "-c", "printf %s $TRACEPARENT")).stdout();
      assertThat(sandbox.lifetime().cost()).isPositive();
    }
    run.end();

    assertThat(traceparent).contains(run.getSpanContext().getTraceId(), span().getSpanId());
    assertThat(fake.request("/v2/sandboxes").text())
        .contains(run.getSpanContext().getTraceId());
    assertThat(otel.getSpans())
        .extracting(SpanData::getName)
        .containsExactly("sandbox.create", "sandbox.execute", "sandbox.kill", "run");
    assertThat(otel.getSpans().subList(0, 3)).allMatch(span -> span.getKind() == SpanKind.CLIENT);
    assertThat(fake.lives("sbx1")).isFalse();
  }

  @Test
  void cost_endsWithTheTimeToLive() throws Exception {
    E2bSandbox sandbox = client.createSandbox(
        E2bRequest.builder("base").setTimeout(Duration.ofSeconds(1)).build());
    assertThat(sandbox.timeToLive()).isLessThanOrEqualTo(Duration.ofSeconds(1));

    sandbox.setTimeout(Duration.ofHours(1));

    assertThat(sandbox.timeToLive()).isGreaterThan(Duration.ofMinutes(50));
    assertThat(fake.request("/sandboxes/sbx1/timeout").text()).isEqualTo("{\"timeout\":3600}");
  }

  @Test
  void pauseAndResume_areCallsOfTheApi() throws Exception {
    TracedSandbox sandbox = traced();
    sandbox.pause(Context.root());
    sandbox.resume(Context.root());

    assertThat(fake.request("/sandboxes/sbx1/connect").text()).startsWith("{\"timeout\":");
    assertThat(otel.getSpans())
        .extracting(SpanData::getName)
        .containsExactly("sandbox.pause", "sandbox.resume");
  }

  @Test
  void timeToLive_standsStillWhilePaused() throws Exception {
    E2bSandbox sandbox = client.createSandbox(
        E2bRequest.builder("base").setTimeout(Duration.ofSeconds(30)).build());

    sandbox.pause();
    assertThat(sandbox.timeToLive()).isNull();
    sandbox.resume();

    assertThat(sandbox.timeToLive()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  @Test
  void timeLeft_ofAPausedSandboxIsWhatItWas() {
    TimeLeft left = new TimeLeft(Duration.ofHours(1));
    left.pause();
    Duration paused = left.atLeastASecond();

    assertThat(left.atLeastASecond()).isEqualTo(paused);
    assertThat(new TimeLeft(Duration.ZERO).atLeastASecond()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void setTimeout_refusesWhatTheServiceTakesForAnEnd() throws Exception {
    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sandbox.setTimeout(Duration.ofMillis(500)))
        .withMessageContaining("Expected a second or more");
  }

  @Test
  void connect_knowsALongerLifeThanItAskedFor() throws Exception {
    client.createSandbox(E2bRequest.of("base"));
    fake.setEnd(Instant.now().plus(Duration.ofHours(2)));

    assertThat(client.connect("sbx1", Duration.ofMinutes(1)).timeToLive())
        .isGreaterThan(Duration.ofMinutes(100));
  }

  @Test
  void signal_letsAProcessTidyUp() throws Exception {
    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));
    SandboxExecution execution = SandboxTracer.create(otel.getOpenTelemetry())
        .trace(sandbox)
        .execute(
            Context.root(),
            ExecSpec.of(
                "sh",
                "-c",
                "trap 'echo tidy; exit 4' TERM; echo on; while :; do sleep 0.05; done"));
    try (InputStream stdout = execution.stdout()) {
      assertThat(new String(stdout.readNBytes(3), UTF_8)).isEqualTo("on\n");
      sandbox.signal(requireNonNull(execution.pid()), E2bSignal.TERMINATE);
      assertThat(new String(stdout.readAllBytes(), UTF_8)).isEqualTo("tidy\n");
    }

    assertThat(execution.await()).isEqualTo(ExecExit.exited(4));
    assertThatThrownBy(() -> sandbox.signal(1, E2bSignal.KILL))
        .isInstanceOfSatisfying(
            E2bException.class, e -> assertThat(e.code()).isEqualTo("not_found"));
  }

  @Test
  void openFile_streamsAFileOfAnyLength() throws Exception {
    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));
    Files.write(files.resolve("big"), new byte[20 << 20]);

    try (InputStream file = sandbox.openFile("/big")) {
      assertThat(file.readAllBytes()).hasSize(20 << 20);
    }
  }

  @Test
  void metrics_areRead() throws Exception {
    List<E2bMetrics> metrics = client.createSandbox(E2bRequest.of("base")).metrics();

    assertThat(metrics).singleElement().satisfies(sample -> {
      assertThat(sample.cpuUsedPercent()).isEqualTo(12.5);
      assertThat(sample.memoryUsedBytes()).isEqualTo(100L);
      assertThat(sample.time().getEpochSecond()).isEqualTo(1_793_491_200L);
    });
  }

  @Test
  void files_goInAndOut() throws Exception {
    E2bSandbox sandbox = client.createSandbox(E2bRequest.of("base"));
    byte[] content = new byte[70_000];
    new Random(1).nextBytes(content);

    sandbox.writeFile("/home/user/é x.bin", content);

    assertThat(sandbox.readFile("/home/user/é x.bin")).isEqualTo(content);
    assertThatThrownBy(() -> sandbox.readFile("/none"))
        .isInstanceOfSatisfying(E2bException.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void build_saysWhereTheKeyComesFrom() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new E2bClientBuilder(Map.of()).build())
        .withMessageContaining("E2B_API_KEY");
  }

  @Test
  void addresses_followTheEnvironment() {
    assertThat(new E2bClientBuilder(Map.of("E2B_DOMAIN", "e2b.dev")).addresses().api("/x"))
        .isEqualTo("https://api.e2b.dev/x");
    assertThat(new E2bClientBuilder(Map.of("E2B_API_URL", "http://h:1/"))
            .addresses()
            .api("/x"))
        .isEqualTo("http://h:1/x");
  }

  @Test
  void addresses_useTheStableHostWhereThereIsOne() {
    E2bAddresses addresses = new E2bClientBuilder(Map.of()).addresses();

    assertThat(addresses.daemon("id", null, "/p")).isEqualTo("https://sandbox.e2b.app/p");
    assertThat(addresses.daemon("id", "own.example", "/p"))
        .isEqualTo("https://49983-id.own.example/p");
  }

  @Test
  void addresses_canBeOverridden() {
    URI url = URI.create("http://127.0.0.1:9");

    assertThat(
            new E2bClientBuilder(Map.of("E2B_DEBUG", "true")).addresses().daemon("id", null, "/p"))
        .isEqualTo("http://localhost:49983/p");
    assertThat(
            new E2bClientBuilder(Map.of()).setSandboxUrl(url).addresses().daemon("id", null, "/p"))
        .isEqualTo("http://127.0.0.1:9/p");
  }

  private TracedSandbox traced() throws IOException {
    return SandboxTracer.create(otel.getOpenTelemetry())
        .trace(client.createSandbox(E2bRequest.of("base")));
  }

  private ExecResult run(String script) throws Exception {
    return traced().run(Context.root(), ExecSpec.of("sh", "-c", script));
  }

  private static ExecResult run(E2bSandbox sandbox, String script) throws Exception {
    return SandboxTracer.create(otel.getOpenTelemetry())
        .trace(sandbox)
        .run(Context.root(), ExecSpec.of("sh", "-c", script));
  }

  private static SpanData span() {
    return otel.getSpans().stream()
        .filter(span -> span.getName().equals("sandbox.execute"))
        .findFirst()
        .orElseThrow();
  }
}
