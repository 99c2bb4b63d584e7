// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns content into attribute values: in the JSON shapes that the GenAI conventions give for
 * messages, filtered, and within the byte limit. Used only when content is captured and the span
 * records.
 */
final class Content {
  private final ContentCapture capture;
  private final ContentFilter filter;
  private final int limit;
  private final Drops drops;

  Content(ContentCapture capture, ContentFilter filter, int limit, Drops drops) {
    this.capture = capture;
    this.filter = filter;
    this.limit = limit;
    this.drops = drops;
  }

  boolean isOn() {
    return capture.isOn();
  }

  boolean includesThinking() {
    return capture == ContentCapture.ON_WITH_THINKING;
  }

  int limit() {
    return limit;
  }

  /** Returns {@code text} as the host's filter leaves it, or null if it is to be left out. */
  @Nullable String filtered(ContentKind kind, String text) {
    try {
      return filter.filter(kind, text);
    } catch (Throwable t) {
      drops.count("content_filter", t);
      return null;
    }
  }

  /** Returns a user's message, or null if the filter leaves it out. */
  @Nullable String prompt(String prompt) {
    String text = filtered(ContentKind.PROMPT, prompt);
    return text == null ? null : message("user", List.of(new Part("text", text, null, null)), null);
  }

  /** Returns system instructions, or null if the filter leaves them out. */
  @Nullable String instructions(String instructions) {
    String text = filtered(ContentKind.SYSTEM_INSTRUCTIONS, instructions);
    return text == null
        ? null
        : write(json -> writeParts(json, List.of(new Part("text", text, null, null))));
  }

  /** Returns JSON text of {@code kind}, or null if the filter leaves it out. */
  @Nullable String json(ContentKind kind, String json) {
    String text = filtered(kind, json);
    return text == null
        ? null
        : (long) text.length() * 3 <= limit ? text : JsonText.cutJson(text, limit);
  }

  /** Returns plain text of {@code kind}, or null if the filter leaves it out. */
  @Nullable String text(ContentKind kind, String plain) {
    String text = filtered(kind, plain);
    return text == null ? null : JsonText.cut(text, limit);
  }

  /**
   * Returns one message in a list, as {@code gen_ai.input.messages} and
   * {@code gen_ai.output.messages} hold it.
   */
  String message(String role, List<Part> parts, @Nullable String finishReason) {
    return write(json -> {
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringField("role", role);
      json.writeFieldName("parts");
      writeParts(json, parts);
      if (finishReason != null) {
        json.writeStringField("finish_reason", finishReason);
      }
      json.writeEndObject();
      json.writeEndArray();
    });
  }

  private void writeParts(JsonGenerator json, List<Part> parts) throws IOException {
    json.writeStartArray();
    int left = limit - 128;
    for (Part part : parts) {
      left = writePart(json, part, Math.max(0, left));
    }
    json.writeEndArray();
  }

  private static int writePart(JsonGenerator json, Part part, int left) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", part.type);
    String content =
        part.id == null ? JsonText.cut(part.content, left) : JsonText.cutJson(part.content, left);
    if (part.id == null) {
      json.writeStringField("content", content);
    } else {
      json.writeStringField("id", part.id);
      json.writeStringField("name", part.name);
      json.writeFieldName("arguments");
      json.writeRawValue(content.isBlank() ? "{}" : content);
    }
    json.writeEndObject();
    return left - (int) Math.min(left, JsonText.size(content) + 48);
  }

  private static String write(Writing writing) {
    var out = new StringWriter(256);
    try (JsonGenerator json = JsonText.JSON.createGenerator(out)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return out.toString();
  }

  /** One part of a message: text, reasoning, or with an id a tool call whose arguments are JSON. */
  record Part(
      String type,
      String content,
      @Nullable String id,
      @Nullable String name) {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }
}
