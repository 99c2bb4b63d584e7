// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.AgentTracer;
import dev.spoor.ToolCall;
import dev.spoor.testing.Answer;
import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with OpenTelemetry's Java agent, and the finished jar as its extension. */
class JavaAgentIT {
  private static final Path EXTENSION = Path.of(System.getProperty("spoor.test.extension"));

  @TempDir
  private Path directory;

  /** A service with facades on the agent's SDK, made in both ways. */
  static final class Service {
    public static void main(String[] arguments) throws Exception {
      URI page = URI.create(arguments[0]);
      serve(AgentTracer.create(GlobalOpenTelemetry.getOrNoop()), page);
      try (AgentObservability observability = AgentObservability.start()) {
        serve(observability.agents(), page);
      }
    }

    private static void serve(AgentTracer agents, URI page)
        throws IOException, InterruptedException {
      try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", "secret question"));
          ToolCall tool = run.tool("fetch", "call-1", "{}");
          Scope scope = tool.makeCurrent()) {
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
      }
    }

    private Service() {}
  }

  @Test
  void agent_sendsToLangfuseByTheExtension() throws Exception {
    try (OtlpReceiver langfuse = OtlpReceiver.start();
        OtlpReceiver backend = OtlpReceiver.start()) {
      String output = run(
          backend,
          Map.of(
              "LANGFUSE_PUBLIC_KEY", "pk-lf-1",
              "LANGFUSE_SECRET_KEY", "sk-lf-1",
              "LANGFUSE_BASE_URL", langfuse.endpoint(),
              "SPOOR_CONTENT_EXPORT", "langfuse"));

      assertThat(named("invoke_agent agent", langfuse))
          .as(output)
          .hasSize(2)
          .allSatisfy(span -> assertThat(span.attributes())
              .containsEntry("langfuse.observation.type", "agent")
              .hasEntrySatisfying(
                  "langfuse.observation.input",
                  input -> assertThat(input.toString()).contains("secret question")));
      assertThat(named("invoke_agent agent", backend))
          .hasSize(2)
          .noneMatch(span -> span.attributes().toString().contains("secret"));
    }
  }

  @Test
  void agent_nestsItsOwnSpansInOurs() throws Exception {
    try (OtlpReceiver backend = OtlpReceiver.start()) {
      run(backend, Map.of());

      List<String> tools = named("execute_tool fetch", backend).stream()
          .map(ReceivedSpan::spanId)
          .toList();
      assertThat(named("GET", backend))
          .extracting(ReceivedSpan::parentSpanId)
          .containsExactlyInAnyOrderElementsOf(tools)
          .hasSize(2);
    }
  }

  @Test
  void agent_refusesWrongSettings() throws Exception {
    try (OtlpReceiver backend = OtlpReceiver.start()) {
      String output = run(backend, Map.of("SPOOR_KEEP_SLOWER_THAN", "long"));

      assertThat(output).contains("SPOOR_KEEP_SLOWER_THAN is 'long', expected");
      assertThat(backend.spans()).isEmpty();
    }
  }

  @Test
  void agent_logsWhatLangfuseRefuses() throws Exception {
    try (OtlpReceiver langfuse = OtlpReceiver.start();
        OtlpReceiver backend = OtlpReceiver.start()) {
      langfuse.answerAlways(Answer.of(401));

      String output = run(
          backend,
          Map.of(
              "LANGFUSE_PUBLIC_KEY", "pk-lf-1",
              "LANGFUSE_SECRET_KEY", "sk-lf-1",
              "LANGFUSE_BASE_URL", langfuse.endpoint()));

      assertThat(output.lines())
          .anyMatch(line -> line.startsWith("[otel.javaagent") && line.contains("401"));
      assertThat(named("invoke_agent agent", backend)).hasSize(2);
    }
  }

  @Test
  void extension_hasNothingThatTheAgentHas() throws IOException {
    try (var jar = new JarFile(EXTENSION.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains(
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "META-INF/services/io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider")
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(name -> name.matches("dev/spoor/.*"));
    }
  }

  /** Runs the service to its end and returns what it printed. */
  private String run(OtlpReceiver backend, Map<String, String> more)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    var builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-javaagent:" + System.getProperty("spoor.test.javaagent"),
        "-Dotel.javaagent.extensions=" + EXTENSION,
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Service.class.getName(),
        backend.endpoint() + "/page");
    Map<String, String> environment = builder.environment();
    environment.put("OTEL_SERVICE_NAME", "desk");
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", backend.endpoint());
    environment.put("OTEL_LOGS_EXPORTER", "none");
    environment.put("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true");
    environment.putAll(more);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      // Whatever the agent does, the service works.
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(printed).doesNotContain("secret", "sk-lf-1");
    return printed;
  }

  private static List<ReceivedSpan> named(String name, OtlpReceiver receiver) {
    return receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
  }
}
