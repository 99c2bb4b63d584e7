// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Builds a {@link ClaudeCodeEnvironment}. Not safe for use by many threads. */
public final class ClaudeCodeEnvironmentBuilder {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

  final Map<String, String> variables = new HashMap<>();

  /** Content that Claude Code sends if it is told to. All of it may hold secrets. */
  public enum Content {
    /** What the user asked. */
    USER_PROMPTS,
    /** What the model answered. */
    ASSISTANT_RESPONSES,
    /** Names, paths and commands of tools. */
    TOOL_DETAILS,
    /** What went into tools and came out. */
    TOOL_CONTENT,
    /** Whole requests and answers of the model's API. */
    RAW_API_BODIES
  }

  ClaudeCodeEnvironmentBuilder(String endpoint) {
    URI uri = URI.create(endpoint);
    if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
      throw new IllegalArgumentException("\"" + endpoint
          + "\" is no OTLP endpoint. Expected an address such as https://collector:4318.");
    }
    variables.put("CLAUDE_CODE_ENABLE_TELEMETRY", "1");
    variables.put("CLAUDE_CODE_ENHANCED_TELEMETRY_BETA", "1");
    // Never "console": that goes to standard output, between the lines of the stream.
    variables.put("OTEL_TRACES_EXPORTER", "otlp");
    variables.put("OTEL_METRICS_EXPORTER", "otlp");
    variables.put("OTEL_LOGS_EXPORTER", "otlp");
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    setExportInterval(DEFAULT_INTERVAL);
  }

  /** Sets headers of the export, a key for instance. Default: none. */
  public ClaudeCodeEnvironmentBuilder setHeaders(Map<String, String> headers) {
    String value = new TreeMap<>(headers)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining(","));
    variables.put("OTEL_EXPORTER_OTLP_HEADERS", value);
    return this;
  }

  /**
   * Sets how often it sends. Its own default is a minute for metrics, longer than many runs are;
   * what is left at the end of a run has little time. Default: a second.
   */
  public ClaudeCodeEnvironmentBuilder setExportInterval(Duration interval) {
    if (interval.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "The export interval is " + interval + ". Expected a millisecond or more.");
    }
    String millis = Long.toString(interval.toMillis());
    variables.put("OTEL_TRACES_EXPORT_INTERVAL", millis);
    variables.put("OTEL_METRIC_EXPORT_INTERVAL", millis);
    variables.put("OTEL_LOGS_EXPORT_INTERVAL", millis);
    return this;
  }

  /** Sets the content that it sends. Default: none. */
  public ClaudeCodeEnvironmentBuilder setContent(Set<Content> content) {
    for (Content kind : EnumSet.allOf(Content.class)) {
      String variable = "OTEL_LOG_" + kind.name();
      if (content.contains(kind)) {
        variables.put(variable, "1");
      } else {
        variables.remove(variable);
      }
    }
    return this;
  }

  /** Sets attributes of the resource that its telemetry names. Default: none. */
  public ClaudeCodeEnvironmentBuilder setResourceAttributes(Map<String, String> attributes) {
    String value = new TreeMap<>(attributes)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining(","));
    variables.put("OTEL_RESOURCE_ATTRIBUTES", value);
    return this;
  }

  /** Returns the environment. */
  public ClaudeCodeEnvironment build() {
    return new ClaudeCodeEnvironment(this);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
