// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.LocalSandbox;
import dev.spoor.sandbox.PythonFile;
import dev.spoor.sandbox.TracedSandbox;
import dev.spoor.sse.SseRequest;
import dev.spoor.sse.SseWriter;
import dev.spoor.stream.ClaudeStream;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One trace from a client, over HTTP, through the event stream, the agent and its sandbox into a
 * Python process and back, in every backend.
 */
class ContinuityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT = "b7ad6b7169203331";

  /** An agent that prints what it does, with a span of its own around it. */
  private static final String AGENT = """
      import json
      from spoor import span
      def say(**line):
          print(json.dumps(dict(line, session_id="session-1")), flush=True)
      tokens = {"input_tokens": 100, "output_tokens": 20}
      with span("agent.python_execution") as s:
          say(type="system", subtype="init", model="claude-sonnet-4-5", tools=["search"])
          say(type="assistant", parent_tool_use_id=None, message={
              "id": "msg_1", "role": "assistant", "model": "claude-sonnet-4-5", "usage": tokens,
              "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]})
          say(type="user", parent_tool_use_id=None, message={"role": "user", "content": [
              {"type": "tool_result", "tool_use_id": "call_1", "content": "found"}]})
          say(type="result", subtype="success", is_error=False, num_turns=1, result="42",
              duration_ms=5, usage=tokens)
          s.set("agent.result_length", 2)
      """;

  private static final TextMapGetter<HttpExchange> HEADERS = new TextMapGetter<>() {
    @Override
    public Iterable<String> keys(HttpExchange exchange) {
      return exchange.getRequestHeaders().keySet();
    }

    @Override
    public @Nullable String get(@Nullable HttpExchange exchange, String key) {
      return exchange == null ? null : exchange.getRequestHeaders().getFirst(key);
    }
  };

  private final OtlpReceiver backend = OtlpReceiver.start();
  private final OtlpReceiver langfuse = OtlpReceiver.start();
  private final AgentObservability observability = AgentObservability.builder()
      .setShutdownHook(false)
      .setGlobal(false)
      .setProperty("otel.exporter.otlp.endpoint", backend.endpoint())
      .setProperty("langfuse.public.key", "pk-lf-1")
      .setProperty("langfuse.secret.key", "sk-lf-1")
      .setProperty("langfuse.base.url", langfuse.endpoint())
      .setAgents(agents -> agents.setAgentName("desk"))
      .start();
  private final TracedSandbox sandbox = observability.sandboxes().trace(LocalSandbox.create());

  @TempDir
  private Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    PythonFile.SPOOR.writeTo(directory);
    Files.writeString(directory.resolve("agent.py"), AGENT);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/answer", this::answer);
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    sandbox.close();
    observability.close();
    backend.close();
    langfuse.close();
  }

  /** Does what the host's instrumentation of HTTP does, and streams an answer. */
  private void answer(HttpExchange exchange) throws IOException {
    Context parent = observability
        .openTelemetry()
        .getPropagators()
        .getTextMapPropagator()
        .extract(Context.root(), exchange, HEADERS);
    Span span = observability
        .openTelemetry()
        .getTracer("http")
        .spanBuilder("GET /answer")
        .setSpanKind(SpanKind.SERVER)
        .setParent(parent)
        .startSpan();
    // The client has its answer when the exchange is closed, so the span ends before.
    try (exchange;
        AutoCloseable end = span::end) {
      exchange.sendResponseHeaders(200, 0);
      SseRequest request =
          SseRequest.builder("/answer").setParent(parent.with(span)).build();
      observability.sse().stream(request, exchange.getResponseBody(), this::run);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private void run(SseWriter writer) throws IOException, InterruptedException {
    AgentRequest request = AgentRequest.builder()
        .setModel("claude-sonnet-4-5")
        .setParent(writer.session().context())
        .build();
    try (AgentRun run = observability.agents().start(request);
        ClaudeStream stream = ClaudeStream.of(run)) {
      String agent = directory.resolve("agent.py").toString();
      String said = sandbox.run(run.context(), ExecSpec.of("python3", agent)).stdout();
      said.lines().forEach(stream::accept);
      writer.send("text", said.lines().count() + " lines");
    }
  }

  @Test
  void traceGoesOn_fromTheClientToPython_inEveryBackend() throws Exception {
    assumeTrue(isInstalled("python3"), "skipped: python3 is not installed");

    var response = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/answer"))
                .header("traceparent", "00-" + TRACE + "-" + CLIENT + "-01")
                .build(),
            BodyHandlers.ofString());

    assertThat(response.body()).contains("event: text", "data: 4 lines");
    assertThat(observability.forceFlush(PATIENCE)).isTrue();
    Map<String, ReceivedSpan> spans = byName(backend);
    assertThat(spans.values()).extracting(ReceivedSpan::traceId).containsOnly(TRACE);
    assertThat(parents(spans))
        .isEqualTo(Map.of(
            "GET /answer", "client",
            "sse.session", "GET /answer",
            "invoke_agent desk", "sse.session",
            "chat claude-sonnet-4-5", "invoke_agent desk",
            "execute_tool search", "invoke_agent desk",
            "sandbox.execute", "invoke_agent desk",
            "agent.python_execution", "sandbox.execute"));

    Map<String, ReceivedSpan> there = byName(langfuse);
    assertThat(there.values()).extracting(ReceivedSpan::traceId).containsOnly(TRACE);
    assertThat(parents(there))
        .containsEntry("chat claude-sonnet-4-5", "invoke_agent desk")
        .containsEntry("execute_tool search", "invoke_agent desk");
  }

  /** Of two calls of the model, the second settles what the first did not tell: one will do. */
  private static Map<String, ReceivedSpan> byName(OtlpReceiver receiver) {
    return receiver.spans().stream()
        .collect(
            Collectors.toMap(ReceivedSpan::name, Function.identity(), (first, second) -> first));
  }

  /** Returns the name of each span's parent, of those whose parent was seen. */
  private static Map<String, String> parents(Map<String, ReceivedSpan> spans) {
    Map<String, String> names =
        spans.values().stream().collect(Collectors.toMap(ReceivedSpan::spanId, ReceivedSpan::name));
    names.put(CLIENT, "client");
    return spans.values().stream()
        .filter(span -> names.containsKey(span.parentSpanId()))
        .collect(Collectors.toMap(
            ReceivedSpan::name, span -> names.getOrDefault(span.parentSpanId(), "")));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }
}
