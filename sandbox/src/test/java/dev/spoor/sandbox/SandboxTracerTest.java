// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SandboxTracerTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final AtomicLong clock = new AtomicLong();
  private SandboxTracer sandboxes = SandboxTracer.create(OpenTelemetry.noop());
  private TracedSandbox sandbox = sandboxes.trace(LocalSandbox.create());
  private Span parentSpan = Span.getInvalid();
  private Context parent = Context.root();

  @BeforeEach
  void startParent() {
    sandboxes = SandboxTracer.create(otel.getOpenTelemetry());
    sandbox = sandboxes.trace(LocalSandbox.create());
    assumeTrue(Processes.present("sh"), "needs a POSIX shell");
    parentSpan = otel.getOpenTelemetry().getTracer("test").spanBuilder("run").startSpan();
    parent = Context.root().with(parentSpan);
  }

  @AfterEach
  void endParent() throws IOException {
    sandbox.close();
    parentSpan.end();
  }

  @Test
  void run_returnsExitAndOutput() throws Exception {
    ExecResult result = sandbox.run(parent, shell("echo out; echo err >&2; exit 3"));

    assertThat(result.exit()).isEqualTo(ExecExit.exited(3));
    assertThat(result.stdout() + result.stderr()).isEqualTo("out\nerr\n");
  }

  @Test
  void run_recordsASpan() throws Exception {
    sandbox.run(parent, shell("printf é; echo e >&2"));

    SpanData span = span("sandbox.execute");
    assertThat(span)
        .hasParentSpanId(parentSpan.getSpanContext().getSpanId())
        .hasKind(SpanKind.INTERNAL)
        .hasStatus(StatusData.unset())
        .hasAttributesSatisfying(
            equalTo(SandboxNames.PROVIDER, "local"),
            equalTo(SandboxNames.PROGRAM, "sh"),
            equalTo(SandboxNames.EXIT_CODE, 0L),
            equalTo(SandboxNames.STDOUT_BYTES, 2L),
            equalTo(SandboxNames.STDERR_BYTES, 2L),
            equalTo(SandboxNames.OUTCOME, "success"));
    assertThat(span.getAttributes().get(SandboxNames.PID)).isPositive();
    assertThat(span.getAttributes().size()).isLessThanOrEqualTo(13);
  }

  @Test
  void run_recordsNoArgumentsUnlessAsked() throws Exception {
    sandbox.run(parent, shell("true # secret"));

    assertThat(span("sandbox.execute").getAttributes().asMap().toString()).doesNotContain("secret");
  }

  @Test
  void run_recordsTheBeginningOfArgumentsIfAsked() throws Exception {
    TracedSandbox open = SandboxTracer.builder(otel.getOpenTelemetry())
        .setRecordArguments(true)
        .build()
        .trace(LocalSandbox.create());

    open.run(parent, ExecSpec.of("true", "a".repeat(99) + "🙂"));

    assertThat(span("sandbox.execute").getAttributes().get(SandboxNames.ARGUMENTS))
        .containsExactly("true", "a".repeat(99));
  }

  @Test
  void run_givesTheProcessTheContextOfItsSpan() throws Exception {
    ExecResult result = sandbox.run(parent, shell("printf %s \"$TRACEPARENT\""));

    SpanData span = span("sandbox.execute");
    assertThat(result.stdout()).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId());
  }

  @Test
  void run_aFailureIsAnError() throws Exception {
    sandbox.run(parent, shell("exit 7"));

    SpanData span = span("sandbox.execute");
    assertThat(span.getStatus().getDescription()).isEqualTo("Exit code: 7");
    assertThat(span)
        .hasAttributesSatisfying(
            equalTo(SandboxNames.EXIT_CODE, 7L),
            equalTo(SandboxNames.ERROR_TYPE, "exit_7"),
            equalTo(SandboxNames.OUTCOME, "error"));
  }

  @Test
  void run_thePolicySaysWhatIsAFailure() throws Exception {
    ExecSpec command = shell("exit 1");

    tracedBy(ExitCodePolicy.accept(1)).run(parent, command);

    assertThat(span("sandbox.execute").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void run_aPolicyThatThrowsIsReplaced() throws Exception {
    ExitCodePolicy broken = (command, code) -> {
      throw new IllegalStateException("broken");
    };

    tracedBy(broken).run(parent, shell("exit 1"));

    assertThat(span("sandbox.execute").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void run_aTimeoutIsAnErrorOfItsOwn() throws Exception {
    ExecSpec command =
        shell("sleep 60").toBuilder().setTimeout(Duration.ofMillis(100)).build();

    sandbox.run(parent, command);

    assertThat(span("sandbox.execute"))
        .hasAttributesSatisfying(
            equalTo(SandboxNames.ERROR_TYPE, "timeout"), equalTo(SandboxNames.OUTCOME, "timeout"));
  }

  @Test
  void run_aProgramThatIsNotThereIsAnErrorAndPassesThrough() {
    assertThatThrownBy(() -> sandbox.run(parent, ExecSpec.of("no-such-program")))
        .isInstanceOf(IOException.class);

    SpanData span = span("sandbox.execute");
    assertThat(span.getAttributes().get(SandboxNames.ERROR_TYPE)).isEqualTo("java.io.IOException");
    assertThat(span.getEvents()).hasSize(1);
  }

  @Test
  void run_keepsOutputUpToTheLimit() throws Exception {
    TracedSandbox small = SandboxTracer.builder(otel.getOpenTelemetry())
        .setMaxCollectedBytes(10)
        .build()
        .trace(LocalSandbox.create());

    ExecResult result = small.run(parent, shell("printf 0123456789abcde; printf xy >&2"));

    assertThat(result.stdout() + result.stderr() + result.dropped()).isEqualTo("0123456789xy5");
  }

  @Test
  void execute_streamsOutputAndEndsItsSpanByItself() throws Exception {
    SandboxExecution execution = sandbox.execute(parent, shell("echo a; echo b; echo e >&2"));

    try (InputStream stdout = execution.stdout()) {
      assertThat(new String(stdout.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
    }
    assertThat(execution.await()).isEqualTo(ExecExit.exited(0));
    assertThat(execution.stderrTail()).isEqualTo("e\n");
    assertThat(span("sandbox.execute").hasEnded()).isTrue();
  }

  @Test
  void execute_aSlowReaderGetsEverything() throws Exception {
    SandboxExecution execution =
        sandbox.execute(parent, shell("head -c 1000000 /dev/zero | tr '\\0' x"));

    long count = 0;
    try (InputStream stdout = execution.stdout()) {
      byte[] buffer = new byte[777];
      for (int n = stdout.read(buffer); n >= 0; n = stdout.read(buffer)) {
        count += n;
      }
    }
    assertThat(count).isEqualTo(1_000_000);
  }

  @Test
  void execute_awaitThrowsAwayOutputThatNobodyReads() throws Exception {
    SandboxExecution execution = sandbox.execute(parent, shell("head -c 1000000 /dev/zero"));

    assertThat(execution.await()).isEqualTo(ExecExit.exited(0));
  }

  @Test
  void execute_keepsTheEndOfStandardError() throws Exception {
    SandboxExecution execution =
        sandbox.execute(parent, shell("head -c 100000 /dev/zero | tr '\\0' x >&2; echo end >&2"));
    execution.await();

    assertThat(execution.stderrTail()).hasSize(8192).endsWith("xend\n");
  }

  @Test
  void execute_stdoutIsTheReceiversWhenThereIsOne() throws Exception {
    try (SandboxExecution execution =
        sandbox.execute(parent, shell("true"), ExecOutput.discard())) {
      assertThatIllegalStateException()
          .isThrownBy(execution::stdout)
          .withMessageContaining("Call execute without one");
      execution.await();
    }
  }

  @Test
  void execute_aKilledProcessIsCancelledAndNoError() throws Exception {
    SandboxExecution execution = sandbox.execute(parent, shell("sleep 60"));
    execution.kill();
    execution.await();

    SpanData span = span("sandbox.execute");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(SandboxNames.OUTCOME)).isEqualTo("cancelled");
  }

  @Test
  void execute_closeTwiceKillsOnce() throws Exception {
    SandboxExecution execution = sandbox.execute(parent, shell("sleep 60"));
    execution.close();
    execution.close();
    execution.exit().toCompletableFuture().get();

    assertThat(spans("sandbox.execute")).hasSize(1);
  }

  @Test
  void create_recordsASpanAndItsDuration() throws Exception {
    TracedSandbox created =
        sandboxes.create(parent, SandboxInfo.builder("local").setLocal(true).build(), context -> {
          assertThat(Span.current()).isSameAs(Span.fromContext(context));
          return LocalSandbox.create();
        });
    created.close();

    assertThat(span("sandbox.create"))
        .hasParentSpanId(parentSpan.getSpanContext().getSpanId())
        .hasAttributesSatisfying(
            equalTo(SandboxNames.ID, created.sandbox().info().id()));
    assertThat(span("sandbox.kill")).hasParentSpanId(parentSpan.getSpanContext().getSpanId());
    assertThat(histogramCount("sandbox.creation.duration", Map.of("status", "success")))
        .isOne();
  }

  @Test
  void create_passesTheFailureOfTheFactoryThrough() {
    IOException failure = new IOException("quota");

    assertThatThrownBy(
            () -> sandboxes.create(parent, SandboxInfo.builder("e2b").build(), context -> {
              throw failure;
            }))
        .isSameAs(failure);

    assertThat(span("sandbox.create")).hasKind(SpanKind.CLIENT).hasException(failure);
  }

  @Test
  void create_passesAFailureThroughWhoseOwnCodeFails() {
    var failure = new IOException() {
      @Override
      public String getMessage() {
        throw new UnsupportedOperationException("no message");
      }
    };

    Throwable thrown = catchThrowable(
        () -> sandboxes.create(parent, SandboxInfo.builder("e2b").build(), context -> {
          throw failure;
        }));

    assertThat(thrown == failure).isTrue();
    assertThat(span("sandbox.create").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void startCreation_closedWithoutAnEndIsAbandoned() {
    sandboxes.startCreation(parent, SandboxInfo.builder("e2b").build()).close();

    assertThat(span("sandbox.create").getAttributes().get(SandboxNames.OUTCOME))
        .isEqualTo("abandoned");
  }

  @Test
  void startCreation_givesLabelsThatLeadBackToTheTrace() {
    try (SandboxCreation creation =
        sandboxes.startCreation(parent, SandboxInfo.builder("e2b").build())) {
      Context joined = sandboxes.propagator().extractLabels(creation.labels());
      assertThat(Span.fromContext(joined).getSpanContext().getSpanId())
          .isEqualTo(Span.fromContext(creation.context()).getSpanContext().getSpanId());
    }
  }

  @Test
  void cost_isExactAndVisibleWhileTheSandboxRuns() throws Exception {
    SandboxLifetime lifetime = priced().measure(sized());
    clock.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(lifetime.cost()).isEqualByComparingTo("0.468");
    assertThat(costPoints()).containsExactly(Map.entry(costLabels(), 0.468));
  }

  @Test
  void cost_stopsWhilePausedAndAtTheEnd() throws Exception {
    SandboxLifetime lifetime = priced().measure(sized());
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    lifetime.pause(parent, () -> clock.addAndGet(Duration.ofSeconds(1).toNanos()));
    clock.addAndGet(Duration.ofHours(9).toNanos());
    lifetime.resume(parent, () -> {});
    clock.addAndGet(Duration.ofSeconds(20).toNanos());
    lifetime.kill(parent, () -> {});
    clock.addAndGet(Duration.ofHours(9).toNanos());

    assertThat(lifetime.runningTime()).isEqualTo(Duration.ofSeconds(31));
    assertThat(lifetime.cost()).isEqualByComparingTo("0.00403");
    assertThat(costPoints()).containsExactly(Map.entry(costLabels(), 0.00403));
    assertThat(span("sandbox.kill"))
        .hasAttributesSatisfying(
            equalTo(SandboxNames.COST, 0.00403), equalTo(SandboxNames.RUNNING_SECONDS, 31.0));
  }

  @Test
  void cost_stopsWhenTheProviderEndsTheSandbox() {
    SandboxLifetime lifetime = priced().measure(sized());
    lifetime.expireAfter(Duration.ofSeconds(10));
    lifetime.expireAfter(Duration.ofSeconds(5));
    clock.addAndGet(Duration.ofHours(1).toNanos());
    lifetime.expireAfter(Duration.ofHours(1));

    assertThat(lifetime.runningTime()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void active_countsNoSandboxWhoseTimeIsUp() throws Exception {
    long before = active();
    SandboxLifetime lifetime = priced().measure(sized());
    assertThat(active()).isEqualTo(before + 1);
    lifetime.expireAfter(Duration.ofSeconds(5));
    clock.addAndGet(Duration.ofSeconds(6).toNanos());

    // One collection finds that the time is up, the next one tells.
    costPoints();
    assertThat(active()).isEqualTo(before);
    lifetime.kill(parent, () -> {});
    assertThat(active()).isEqualTo(before);
    assertThat(lifetime.cost()).isEqualByComparingTo("0.00065");
  }

  @Test
  void cost_addsUpOverSandboxesAndTracers() {
    SandboxLifetime first = priced().measure(sized());
    SandboxLifetime second = priced().measure(sized());
    clock.addAndGet(Duration.ofHours(1).toNanos());
    first.close();
    first.close();

    assertThat(costPoints()).containsExactly(Map.entry(costLabels(), 0.936));
    second.close();
    second.close();
    assertThat(costPoints()).containsExactly(Map.entry(costLabels(), 0.936));
  }

  @Test
  void cost_isNullWhenTheSizeIsUnknown() {
    SandboxLifetime lifetime = priced().measure(SandboxInfo.builder("e2b").build());
    clock.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(lifetime.cost()).isNull();
    assertThat(costPoints()).isEmpty();
  }

  @Test
  void cost_ofAnExecutionIsThatOfItsTime() {
    SandboxLifetime lifetime = priced().measure(sized());
    ExecutionSpan execution = lifetime.startExecution(parent, ExecSpec.of("x"));
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    execution.exit(ExecExit.exited(0));

    assertThat(span("sandbox.execute").getAttributes().get(SandboxNames.COST)).isEqualTo(0.0013);
  }

  @Test
  void kill_thatFailsLeavesTheSandboxRunning() {
    SandboxLifetime lifetime = priced().measure(sized());

    assertThatThrownBy(() -> lifetime.kill(parent, () -> {
          throw new IOException("unreachable");
        }))
        .hasMessage("unreachable");
    clock.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(lifetime.runningTime()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void execution_metricsTellTheKindOfExit() throws Exception {
    sandbox.run(parent, shell("exit 0"));
    sandbox.run(parent, shell("exit 3"));
    sandbox.run(parent, shell("exit 4"));
    sandbox.run(
        parent, shell("sleep 60").toBuilder().setTimeout(Duration.ofMillis(50)).build());
    SandboxExecution killed = sandbox.execute(parent, shell("sleep 60"));
    killed.kill();
    killed.await();

    assertThat(List.of("0", "nonzero", "timeout", "signal"))
        .extracting(exit -> histogramCount("sandbox.execution.duration", Map.of("exit_code", exit)))
        .containsExactly(1L, 2L, 1L, 1L);
  }

  @Test
  void metrics_boundTheNamesOfTemplates() {
    MetricLabels labels = new MetricLabels();
    for (int i = 0; i < 1_000; i++) {
      labels.of(SandboxInfo.builder("e2b").setTemplate("t" + i).build());
    }

    assertThat(labels.of(SandboxInfo.builder("e2b").setTemplate("late").build()))
        .isEqualTo(Attributes.of(
            AttributeKey.stringKey("provider"),
            "e2b",
            AttributeKey.stringKey("template"),
            "_OTHER"));
  }

  @Test
  void noop_runsTheWork() throws Exception {
    try (TracedSandbox plain =
        SandboxTracer.create(OpenTelemetry.noop()).trace(LocalSandbox.create())) {
      assertThat(plain.run(Context.root(), shell("echo x")).stdout()).isEqualTo("x\n");
    }
  }

  private TracedSandbox tracedBy(ExitCodePolicy policy) {
    return SandboxTracer.builder(otel.getOpenTelemetry())
        .setExitCodePolicy(policy)
        .build()
        .trace(LocalSandbox.create());
  }

  private SandboxTracer priced() {
    return SandboxTracer.builder(otel.getOpenTelemetry())
        .setNanoTime(clock::get)
        .build();
  }

  private static SandboxInfo sized() {
    return SandboxInfo.builder("e2b")
        .setTemplate("base")
        .setVcpus(8)
        .setMemoryMib(4096)
        .build();
  }

  private static Map<String, String> costLabels() {
    return Map.of("provider", "e2b", "template", "base", "vcpu", "8");
  }

  private static long active() {
    return otel.getMetrics().stream()
        .filter(metric -> metric.getName().equals("sandbox.active"))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .mapToLong(point -> point.getValue())
        .sum();
  }

  private static List<Map.Entry<Map<String, String>, Double>> costPoints() {
    return otel.getMetrics().stream()
        .filter(metric -> metric.getName().equals("sandbox.cost.usd"))
        .flatMap(metric -> metric.getDoubleSumData().getPoints().stream())
        .map(point -> Map.entry(asStrings(point.getAttributes()), point.getValue()))
        .toList();
  }

  private static long histogramCount(String name, Map<String, String> labels) {
    return otel.getMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getHistogramData().getPoints().stream())
        .filter(point -> asStrings(point.getAttributes()).entrySet().containsAll(labels.entrySet()))
        .mapToLong(point -> point.getCount())
        .sum();
  }

  private static Map<String, String> asStrings(Attributes attributes) {
    Map<String, String> strings = new HashMap<>();
    attributes.forEach((key, value) -> strings.put(key.getKey(), value.toString()));
    return strings;
  }

  private static SpanData span(String name) {
    assertThat(spans(name)).hasSize(1);
    return spans(name).get(0);
  }

  private static List<SpanData> spans(String name) {
    return otel.getSpans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static ExecSpec shell(String script) {
    return ExecSpec.of("sh", "-c", script);
  }
}
