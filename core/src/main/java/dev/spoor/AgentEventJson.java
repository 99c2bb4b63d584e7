// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the form that is sent to a browser: {@code text}, {@code tool_use},
 * {@code result} and so on.
 */
final class AgentEventJson {
  private static final JsonFactory JSON = new JsonFactory();

  static String of(AgentEvent event) {
    var out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      write(event, json);
      if (event.parentToolUseId() != null) {
        json.writeStringField("parentToolUseId", event.parentToolUseId());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  private static void write(AgentEvent event, JsonGenerator json) throws IOException {
    if (event instanceof AgentEvent.Text text) {
      json.writeStringField("text", text.text());
    } else if (event instanceof AgentEvent.Thinking thinking) {
      json.writeStringField("thinking", thinking.text());
    } else if (event instanceof AgentEvent.ToolUse use) {
      json.writeStringField("id", use.id());
      json.writeStringField("name", use.name());
      json.writeFieldName("input");
      json.writeRawValue(use.input().isBlank() ? "{}" : JsonText.valid(use.input()));
    } else if (event instanceof AgentEvent.ToolResult result) {
      writeToolResult(result, json);
    } else if (event instanceof AgentEvent.Result result) {
      writeResult(result, json);
    } else if (event instanceof AgentEvent.Failed failed) {
      json.writeStringField(
          "error", failed.message() == null ? failed.errorType() : failed.message());
    } else if (event instanceof AgentEvent.Started started) {
      writeOptional(json, "sessionId", started.sessionId());
      writeOptional(json, "agent", started.agentName());
      writeOptional(json, "model", started.model());
    } else if (event instanceof AgentEvent.Usage usage) {
      writeOptional(json, "model", usage.model());
      writeCount(json, "input", usage.usage().input());
      writeCount(json, "output", usage.usage().output());
    } else if (event instanceof AgentEvent.Totals totals) {
      json.writeNumberField("models", totals.byModel().size());
      writeNumber(json, "cost", totals.cost());
    } else if (event instanceof AgentEvent.Notice notice) {
      json.writeStringField("notice", notice.name());
      for (Map.Entry<String, String> attribute : notice.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
    } else if (event instanceof AgentEvent.Dropped dropped) {
      json.writeNumberField("lines", dropped.lines());
    }
  }

  private static void writeToolResult(AgentEvent.ToolResult result, JsonGenerator json)
      throws IOException {
    json.writeStringField("id", result.id());
    json.writeFieldName("content");
    if (result.json()) {
      json.writeRawValue(JsonText.valid(result.content()));
    } else {
      json.writeString(result.content());
    }
    if (result.error()) {
      json.writeBooleanField("isError", true);
    }
  }

  private static void writeResult(AgentEvent.Result result, JsonGenerator json) throws IOException {
    json.writeStringField("result", result.text());
    json.writeFieldName("durationMs");
    if (result.durationMillis() == null) {
      json.writeNull();
    } else {
      json.writeNumber(result.durationMillis());
    }
    writeNumber(json, "cost", result.cost());
    if (result.error()) {
      json.writeBooleanField("isError", true);
    }
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void writeCount(JsonGenerator json, String name, long count) throws IOException {
    if (count >= 0) {
      json.writeNumberField(name, count);
    }
  }

  private static void writeNumber(
      JsonGenerator json, String name, java.math.@Nullable BigDecimal number) throws IOException {
    json.writeFieldName(name);
    if (number == null) {
      json.writeNull();
    } else {
      json.writeNumber(number.toPlainString());
    }
  }

  private AgentEventJson() {}
}
