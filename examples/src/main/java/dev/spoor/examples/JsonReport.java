// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spoor.cost.TokenUsage;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a run as one JSON object. Every key is always there; what is unknown is
 * null.
 */
final class JsonReport {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonReport() {}

  static String of(Report report) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, report);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Report report) throws IOException {
    json.writeStartObject();
    string(json, "session_id", report.sessionId());
    string(json, "status", report.status());
    string(json, "status_message", report.statusMessage());
    json.writeBooleanField("complete", report.complete());
    number(json, "turns", report.turns());
    tools(json, report);
    agents(json, report);
    models(json, report.models());
    json.writeObjectFieldStart("cost_usd");
    amount(json, "reported", report.reportedCost());
    amount(json, "computed", shortest(report.computedCost()));
    json.writeEndObject();
    json.writeNumberField("dropped_lines", report.droppedLines());
    spans(json, report.spans());
    json.writeEndObject();
  }

  private static void tools(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("tools");
    for (RunFacts.Tool tool : report.tools()) {
      json.writeStartObject();
      string(json, "id", tool.id());
      string(json, "name", tool.name());
      string(json, "parent_tool_use_id", tool.parentToolUseId());
      string(json, "status", tool.status());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void agents(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("agents");
    for (RunFacts.Agent agent : report.agents()) {
      json.writeStartObject();
      string(json, "name", agent.name());
      string(json, "parent_tool_use_id", agent.parentToolUseId());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void models(JsonGenerator json, Map<String, TokenUsage> models)
      throws IOException {
    json.writeObjectFieldStart("models");
    for (var entry : models.entrySet()) {
      TokenUsage usage = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      count(json, "input", usage.uncachedInput());
      count(json, "output", usage.output());
      count(json, "cache_read", usage.cacheRead());
      count(json, "cache_write_5m", usage.cacheWrite5m());
      count(json, "cache_write_1h", usage.cacheWrite1h());
      count(json, "reasoning", usage.reasoning());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void spans(JsonGenerator json, List<SpanNode> spans) throws IOException {
    json.writeArrayFieldStart("spans");
    for (SpanNode span : spans) {
      SpanJson.write(json, span);
    }
    json.writeEndArray();
  }

  private static void string(JsonGenerator json, String key, @Nullable String value)
      throws IOException {
    json.writeFieldName(key);
    json.writeString(value);
  }

  private static void number(JsonGenerator json, String key, @Nullable Integer value)
      throws IOException {
    if (value == null) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, value);
    }
  }

  private static void count(JsonGenerator json, String key, long value) throws IOException {
    if (value == TokenUsage.UNKNOWN) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, value);
    }
  }

  private static void amount(JsonGenerator json, String key, @Nullable BigDecimal value)
      throws IOException {
    string(json, key, value == null ? null : value.toPlainString());
  }

  /** What was computed has no digits of its own to keep, unlike what was reported. */
  private static @Nullable BigDecimal shortest(@Nullable BigDecimal value) {
    return value == null ? null : value.stripTrailingZeros();
  }
}
