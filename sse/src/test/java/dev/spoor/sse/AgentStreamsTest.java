// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.AgentEvent;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.cost.TokenUsage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentStreamsTest {
  @RegisterExtension
  final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Consumer<AgentFeed> work = AgentStreamsTest::wholeRun;
  private SseSpanRecorder recorder;
  private AgentStreams streams;
  private AgentTracer agents;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
        .setHeartbeatInterval(Duration.ofMillis(100))
        .build();
    streams = streams().build();
    agents = AgentTracer.create(otel.getOpenTelemetry());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    recorder.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private AgentStreamsBuilder streams() {
    return AgentStreams.builder(recorder).setNanoTime(nanos::get);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      AgentConnection connection = streams.connect(SseRequest.builder("/api/agent/stream")
          .setLastEventId(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
          .build());
      if (connection.isOver()) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      if (connection.isNew()) {
        threads.execute(() -> run(connection));
      }
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      connection.writeTo(exchange.getResponseBody());
    }
  }

  private void run(AgentConnection connection) {
    runs.incrementAndGet();
    try (Scope scope = connection.context().makeCurrent();
        AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hello"))) {
      work.accept(connection.feed().setCostOf(run));
    }
    connection.feed().complete();
  }

  private static void wholeRun(AgentFeed feed) {
    feed.accept(new AgentEvent.Started("s", "researcher", null, false, null));
    feed.accept(new AgentEvent.Thinking("hm", true, null, null));
    feed.accept(new AgentEvent.Text(" hé\nllo", true, null, null));
    feed.accept(new AgentEvent.ToolUse("t1", "Bash", "{\"command\":\"ls\"}", null, null));
    feed.accept(new AgentEvent.ToolResult("t1", "a.txt", false, false, null));
    feed.accept(
        new AgentEvent.Result("done", false, null, null, 1200L, 1, new BigDecimal("0.0125"), null));
  }

  @Test
  void aRun_reachesTheBrowserInTheOriginalNamesAndJson() throws Exception {
    List<SseEvent> heard = readAll(null);

    assertThat(heard)
        .extracting(SseEvent::type, SseEvent::data)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("thinking", "{\"thinking\":\"hm\"}"),
            org.assertj.core.groups.Tuple.tuple("text", "{\"text\":\" hé\\nllo\"}"),
            org.assertj.core.groups.Tuple.tuple(
                "tool_use", "{\"id\":\"t1\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}"),
            org.assertj.core.groups.Tuple.tuple(
                "tool_result", "{\"id\":\"t1\",\"content\":\"a.txt\"}"),
            org.assertj.core.groups.Tuple.tuple(
                "result", "{\"result\":\"done\",\"durationMs\":1200,\"cost\":0.0125}"));
    SpanData session = sessions(1).get(0);
    assertThat(session.getAttributes()).containsEntry("sse.outcome", "completed");
    assertThat(otel.getSpans().stream()
            .filter(span -> span.getName().startsWith("invoke_agent"))
            .findFirst()
            .orElseThrow())
        .hasParent(session);
  }

  @Test
  void result_showsTheComputedCostIfThereIsOne() throws Exception {
    AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "hello"));
    run.generation(
        "claude-sonnet-4-5",
        generation ->
            generation.usage(TokenUsage.builder().setInput(1000).setOutput(100).build()));
    work = feed -> wholeRun(feed.setCostOf(run));
    List<SseEvent> heard = readAll(null);
    BigDecimal cost = run.totals().bestCost();
    run.close();

    assertThat(cost).isNotNull();
    assertThat(heard.get(4).data()).endsWith("\"cost\":" + cost.toPlainString() + "}");
  }

  @Test
  void aReconnect_getsWhatItMissedAndStartsNoSecondRun() throws Exception {
    var goOn = new CountDownLatch(1);
    work = feed -> {
      feed.accept(new AgentEvent.Text("1", true, null, null));
      feed.accept(new AgentEvent.Text("2", true, null, null));
      await(goOn);
      feed.accept(new AgentEvent.Text("3", true, null, null));
    };
    String lastEventId;
    try (var client = new SseTestClient(port(), "/", null)) {
      lastEventId = idOf(requireNonNull(client.next()));
    }
    assertThat(sessions(1).get(0).getAttributes())
        .containsEntry("sse.outcome", "client_disconnect");
    goOn.countDown();

    assertThat(readAll(lastEventId))
        .extracting(SseEvent::data)
        .containsExactly("{\"text\":\"2\"}", "{\"text\":\"3\"}");
    assertThat(sessions(2).get(1).getAttributes())
        .containsEntry("sse.outcome", "completed")
        .containsEntry("sse.resumed_from", lastEventId);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aReconnectAfterTheEnd_isToldNotToComeAgain() throws Exception {
    List<SseEvent> heard = readAll(null);

    assertThat(status(idOf(heard.get(4)))).isEqualTo(204);
    assertThat(status("nonsense")).isEqualTo(204);
    assertThat(status("unknown.3")).isEqualTo(204);
    assertThat(status(idOf(heard.get(4)) + "0000000000000000000000")).isEqualTo(204);
    assertThat(runs).hasValue(1);
  }

  @Test
  void aFinishedStream_canBeResumedForTheReplayWindowOnly() throws Exception {
    List<SseEvent> heard = readAll(null);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
    assertThat(readAll(idOf(heard.get(2)))).hasSize(2);
    nanos.incrementAndGet();

    assertThat(status(idOf(heard.get(2)))).isEqualTo(204);
  }

  @Test
  void aFailure_isAnErrorEventThatTellsNothingAndACleanEnd() throws Exception {
    work = feed -> {
      feed.accept(new AgentEvent.Text("1", true, null, null));
      feed.fail(new IllegalStateException("password is hunter2"));
      feed.accept(new AgentEvent.Text("late", true, null, null));
    };
    List<SseEvent> heard = readAll(null);

    assertThat(heard).extracting(SseEvent::type).containsExactly("text", "error");
    assertThat(heard.get(1).data()).isEqualTo("{\"error\":\"The agent failed.\"}");
    assertThat(sessions(1).get(0))
        .hasException(new IllegalStateException("password is hunter2"))
        .hasAttribute(SseNames.ERROR_TYPE, "java.lang.IllegalStateException")
        .hasAttribute(SseNames.OUTCOME, "error");
  }

  @Test
  void aFailureEvent_isToldAsTheHostChooses() throws Exception {
    streams =
        streams().setErrorMessage(failure -> "Sorry: " + failure.getMessage()).build();
    work = feed -> feed.accept(new AgentEvent.Failed("rate_limit", "too many", null));

    assertThat(readAll(null))
        .extracting(SseEvent::data)
        .containsExactly("{\"error\":\"Sorry: too many\"}");
    assertThat(sessions(1).get(0)).hasAttribute(SseNames.ERROR_TYPE, "rate_limit");
  }

  @Test
  void aResultThatIsAnError_isAnErrorEventUnlessTheNextTurnSucceeds() throws Exception {
    var failed =
        new AgentEvent.Result("API Error: key sk-1", true, "401", "key sk-1", 5L, 1, null, null);
    work = feed -> feed.accept(failed);
    assertThat(readAll(null))
        .extracting(SseEvent::type, SseEvent::data)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("error", "{\"error\":\"The agent failed.\"}"));
    work = feed -> {
      feed.accept(failed);
      wholeRun(feed);
    };
    assertThat(readAll(null)).hasSize(6);

    assertThat(sessions(2).get(0)).hasAttribute(SseNames.ERROR_TYPE, "401");
    assertThat(sessions(2).get(1)).hasAttribute(SseNames.OUTCOME, "completed");
  }

  @Test
  void theEndOfASubAgent_isNotTheEndOfTheStream() throws Exception {
    work = feed -> {
      feed.accept(new AgentEvent.Text("inner", true, null, "t1"));
      feed.accept(new AgentEvent.Result(null, false, null, null, null, null, null, "t1"));
      feed.accept(new AgentEvent.Failed("stopped", null, "t2"));
      wholeRun(feed);
    };

    assertThat(readAll(null))
        .extracting(SseEvent::type)
        .containsExactly("text", "thinking", "text", "tool_use", "tool_result", "result");
  }

  @Test
  void aClientThatLeavesBeforeThereIsAnEvent_comesBackToTheSameRun() throws Exception {
    var goOn = new CountDownLatch(1);
    work = feed -> {
      await(goOn);
      wholeRun(feed);
    };
    String lastEventId;
    try (var client = new SseTestClient(port(), "/", null)) {
      lastEventId = requireNonNull(client.nextId());
    }
    sessions(1);
    goOn.countDown();

    assertThat(readAll(lastEventId)).hasSize(5);
    assertThat(runs).hasValue(1);
  }

  @Test
  void manyStreamsThatWantRoom_doNotWaitForEachOther() throws Exception {
    streams = streams().setMaxBytes(10_000).setMaxStreams(4).build();
    var done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      threads.execute(() -> {
        for (int round = 0; round < 500; round++) {
          AgentConnection connection = streams.connect(SseRequest.of("/"));
          for (int event = 0; event < 10; event++) {
            connection.feed().accept(new AgentEvent.Text("x".repeat(500), true, null, null));
          }
          connection.feed().complete();
          connection.session().cancel();
        }
        done.countDown();
      });
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anErrorMessageThatThrows_isTheGenericOne() throws Exception {
    streams = streams()
        .setErrorMessage(failure -> {
          throw new IllegalStateException();
        })
        .build();
    work = feed -> feed.fail(new IllegalStateException("x"));

    assertThat(readAll(null).get(0).data()).isEqualTo("{\"error\":\"The agent failed.\"}");
  }

  @Test
  void aBrowserThatClosesOnTheResult_isACompletion() throws Exception {
    var goOn = new CountDownLatch(1);
    work = feed -> {
      wholeRun(feed);
      await(goOn);
    };
    try (var client = new SseTestClient(port(), "/", null)) {
      for (int i = 0; i < 5; i++) {
        client.next();
      }
    }

    assertThat(sessions(1).get(0).getAttributes()).containsEntry("sse.outcome", "completed");
    goOn.countDown();
  }

  @Test
  void whatIsKept_isBoundedInStreams() throws Exception {
    streams = streams().setMaxStreams(2).build();
    List<SseEvent> oldest = readAll(null);
    readAll(null);
    List<SseEvent> newest = readAll(null);

    assertThat(status(idOf(oldest.get(0)))).isEqualTo(204);
    assertThat(readAll(idOf(newest.get(0)))).hasSize(4);
  }

  @Test
  void whatIsKept_isBoundedInBytes() throws Exception {
    streams = streams().setMaxBytes(20_000).build();
    String large = "x".repeat(4000);
    work = feed -> {
      for (int i = 0; i < 3; i++) {
        feed.accept(new AgentEvent.Text(large, true, null, null));
      }
    };
    AgentConnection connection = streams.connect(SseRequest.of("/"));
    work.accept(connection.feed());
    connection.feed().complete();

    assertThat(connection.feed().canResumeAt(0)).isFalse();
    assertThat(connection.feed().canResumeAt(1)).isTrue();
    assertThat(connection.sendTo(event -> {})).isEqualTo(SseOutcome.ERROR);
  }

  @Test
  void workThatNobodyReadsForLong_isStoppedOnce() {
    var stopped = new AtomicInteger();
    AgentConnection connection = streams.connect(SseRequest.of("/"));
    AgentFeed feed = connection.feed().onUnwanted(stopped::incrementAndGet);
    feed.accept(new AgentEvent.Text("1", true, null, null));
    assertThat(stopped).hasValue(0);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos() + 1);
    feed.accept(new AgentEvent.Text("2", true, null, null));
    feed.accept(new AgentEvent.Text("3", true, null, null));

    assertThat(stopped).hasValue(1);
  }

  private static String idOf(SseEvent event) {
    return requireNonNull(event.id());
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private List<SseEvent> readAll(@Nullable String lastEventId) throws IOException {
    try (var client = new SseTestClient(port(), "/", lastEventId)) {
      assertThat(client.status()).isEqualTo(200);
      return client.readAll();
    }
  }

  private int status(String lastEventId) throws IOException {
    try (var client = new SseTestClient(port(), "/", lastEventId)) {
      return client.status();
    }
  }

  private List<SpanData> sessions(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (sessions().size() < count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(sessions()).hasSize(count);
    return sessions();
  }

  private List<SpanData> sessions() {
    return otel.getSpans().stream()
        .filter(s -> s.getName().equals("sse.session"))
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
