// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentRequest;
import dev.spoor.AgentRun;
import dev.spoor.testing.OtlpReceiver;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A real process that is asked to end. */
class ShutdownTest {
  private static final int RUNS = 50;

  /** A service that has answered and waits for more. */
  static final class Service {
    public static void main(String[] arguments) throws Exception {
      AgentObservability observability = AgentObservability.start();
      for (int i = 0; i < RUNS; i++) {
        try (AgentRun run = observability.agents().start(AgentRequest.of("gpt-5", "Hello"))) {
          run.onText("Hello yourself");
        }
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
    }

    private Service() {}
  }

  @Test
  void sigterm_losesNothing() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      var builder = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
          Service.class.getName());
      builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
      // What is not sent at the end is not sent at all.
      builder.environment().put("OTEL_BSP_SCHEDULE_DELAY", "1h");
      builder.environment().put("OTEL_METRIC_EXPORT_INTERVAL", "1h");
      Process process = builder.redirectErrorStream(true).start();
      try (var out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        while (line != null && !line.equals("ready")) {
          line = out.readLine();
        }
        assertThat(line).isEqualTo("ready");

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(receiver.spans()).hasSize(RUNS);
        assertThat(receiver.awaitMetric("agent.executions").numbers().values())
            .containsExactly((double) RUNS);
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
