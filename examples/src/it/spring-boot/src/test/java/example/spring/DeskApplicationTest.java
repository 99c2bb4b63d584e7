// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.testing.OtlpReceiver;
import dev.spoor.testing.ReceivedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application as a whole, on a port of its own. */
class DeskApplicationTest {
  private final OtlpReceiver backend = OtlpReceiver.start();
  private final OtlpReceiver langfuse = OtlpReceiver.start();

  /** Starts the application, asks it one question, ends it, and returns the answer. */
  private String ask(String... settings) throws Exception {
    var application = new SpringApplication(DeskApplication.class);
    var arguments = new ArrayList<>(List.of(
        "--server.port=0",
        "--spring.main.banner-mode=off",
        "--otel.service.name=desk",
        "--otel.exporter.otlp.endpoint=" + backend.endpoint(),
        "--otel.exporter.otlp.protocol=http/protobuf",
        "--otel.logs.exporter=none"));
    arguments.addAll(List.of(settings));
    try (ConfigurableApplicationContext running =
        application.run(arguments.toArray(String[]::new))) {
      String port = running.getEnvironment().getProperty("local.server.port");
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/answer?question=secret"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } finally {
      backend.close();
      langfuse.close();
    }
  }

  private ReceivedSpan named(String name) {
    return backend.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(backend.spans().toString()));
  }

  @Test
  void answer_isOneTraceFromTheRequestToTheModel() throws Exception {
    assertThat(ask()).isEqualTo("event: text\ndata: It is on its way.\n\n");

    ReceivedSpan request = named("GET /answer");
    ReceivedSpan stream = named("sse.session");
    ReceivedSpan run = named("invoke_agent support");
    ReceivedSpan call = named("chat claude-sonnet-4-5");
    assertThat(stream.parentSpanId()).isEqualTo(request.spanId());
    assertThat(run.parentSpanId()).isEqualTo(stream.spanId());
    assertThat(call.parentSpanId()).isEqualTo(run.spanId());
    assertThat(stream.attributes()).containsEntry("sse.outcome", "completed");
    // 1,000 x $3 / 1M and 200 x $15 / 1M
    assertThat(run.attributes()).containsEntry("agent.cost.usd", 0.006);
    assertThat(backend.metrics()).extracting("name").contains("agent.cost.usd");
  }

  @Test
  void settings_areTakenFromSpringsConfiguration() throws Exception {
    ask(
        "--langfuse.public.key=pk-lf-1",
        "--langfuse.secret.key=sk-lf-1",
        "--langfuse.base.url=" + langfuse.endpoint(),
        "--spoor.content.export=langfuse");

    assertThat(langfuse.spans())
        .filteredOn(span -> span.name().equals("invoke_agent support"))
        .singleElement()
        .satisfies(run -> assertThat(run.attributes())
            .containsEntry("langfuse.observation.type", "agent")
            .extracting(Object::toString)
            .asString()
            .contains("secret"));
    assertThat(named("invoke_agent support").attributes().toString()).doesNotContain("secret");
  }
}
