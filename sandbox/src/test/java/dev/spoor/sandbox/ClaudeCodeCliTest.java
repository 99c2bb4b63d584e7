// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line of Claude Code itself, with a model on loopback. It is large, so it is not
 * installed here: {@code npm install @anthropic-ai/claude-code}, and
 * {@code -Dclaude=…/claude-code-linux-x64/claude}.
 */
@Timeout(180)
class ClaudeCodeCliTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private static final String TOOL_USE = """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"command\\":\\"echo child=$TRACEPARENT\\"}"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":20}}

      event: message_stop
      data: {"type":"message_stop"}

      """;
  private static final String ANSWER = """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":30,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"done"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @TempDir
  Path home;

  @Test
  void itsSpansHangBelowTheExecution() throws Exception {
    String claude = System.getProperty("claude", "");
    assumeTrue(!claude.isEmpty(), "skipped: -Dclaude names no command line of Claude Code");
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(threads);
    model.createContext("/", ClaudeCodeCliTest::answer);
    model.start();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        TracedSandbox sandbox =
            SandboxTracer.create(otel.getOpenTelemetry()).trace(LocalSandbox.create())) {
      ExecResult result = sandbox.run(Context.root(), command(claude, receiver, model));

      assertThat(result.exit()).as(result.stderr()).isEqualTo(ExecExit.exited(0));
      assertThat(result.stdout().lines()).allMatch(line -> line.startsWith("{"));
      SpanData execution = otel.getSpans().get(0);
      List<ReceivedSpan> spans = receiver.spans();
      assertThat(spans).extracting(ReceivedSpan::traceId).containsOnly(execution.getTraceId());
      assertThat(spans)
          .filteredOn(span -> span.name().equals("claude_code.interaction"))
          .extracting(ReceivedSpan::parentSpanId)
          .containsExactly(execution.getSpanId());
      assertThat(spans).extracting(ReceivedSpan::name).contains("claude_code.llm_request");
      assertThat(result.stdout()).contains("child=00-" + execution.getTraceId());
      assertThat(spans.toString()).doesNotContain("what the user said");
    } finally {
      model.stop(0);
      threads.shutdownNow();
    }
  }

  private ExecSpec command(String claude, OtlpReceiver receiver, HttpServer model) {
    ClaudeCodeEnvironment environment = ClaudeCodeEnvironment.create(receiver.endpoint());
    return ExecSpec.builder(claude, "-p", "--output-format", "stream-json", "--verbose")
        .addArgument("--allowedTools")
        .addArgument("Bash")
        .setStdin("what the user said")
        .setDirectory(home.toString())
        .setTimeout(Duration.ofMinutes(2))
        .addEnvironment(environment.toMap())
        .addEnvironment(Map.of(
            "HOME",
            home.toString(),
            "IS_SANDBOX",
            "1",
            "ANTHROPIC_API_KEY",
            "none",
            "ANTHROPIC_BASE_URL",
            "http://127.0.0.1:" + model.getAddress().getPort(),
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
            "1"))
        .build();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      boolean message = exchange.getRequestURI().getPath().equals("/v1/messages");
      String body = message ? request.contains("tool_result") ? ANSWER : TOOL_USE : "{}";
      exchange
          .getResponseHeaders()
          .set("Content-Type", message ? "text/event-stream" : "application/json");
      byte[] bytes = body.getBytes(UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
