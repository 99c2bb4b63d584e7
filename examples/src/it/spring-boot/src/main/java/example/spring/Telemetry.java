// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.spring;

import dev.spoor.AgentTracer;
import dev.spoor.ContentCapture;
import dev.spoor.sse.SseSpanRecorder;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class Telemetry {
  @Bean
  AgentTracer agents(OpenTelemetry openTelemetry) {
    return AgentTracer.builder(openTelemetry)
        .setAgentName("support")
        .setContentCapture(ContentCapture.ON)
        .build();
  }

  @Bean
  SseSpanRecorder streams(OpenTelemetry openTelemetry) {
    return SseSpanRecorder.create(openTelemetry);
  }
}
