// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of stream-json, read whole before anything is made of it: keys come in any order, so the
 * line's type may be the last thing known, and a line that breaks off must leave no trace. Reused
 * from line to line.
 */
final class ClaudeLine implements JsonObjects.Fields {
  byte[] bytes = new byte[0];
  int offset;

  @Nullable String type;

  @Nullable String subtype;

  /** Not read while {@link #sessionIsKnown}. */
  @Nullable String sessionId;

  boolean sessionIsKnown;

  @Nullable String uuid;

  @Nullable String parent;

  boolean replay;
  boolean error;
  long turns;
  long durationMillis;

  @Nullable String result;

  @Nullable String firstError;

  @Nullable BigDecimal cost;

  final ApiMessage message = new ApiMessage();
  final ApiEvent event = new ApiEvent();
  final UsageCounts usage = new UsageCounts();
  final List<ModelUsage> models = new ArrayList<>();
  final List<String> supersedes = new ArrayList<>();

  private final Map<String, String> fields = new HashMap<>();
  private final JsonObjects json = new JsonObjects();

  /** Reads a line; returns false if it is not one JSON object. */
  boolean read(byte[] line, int from, int length) {
    clear();
    bytes = line;
    offset = from;
    return json.read(line, from, length, this);
  }

  @Override
  public void read(JsonParser parser) throws IOException {
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      readField(name, parser);
    }
  }

  /** Returns one of the short values that only some types of line have, or null. */
  @Nullable String field(String name) {
    return fields.get(name);
  }

  private void readField(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "type" -> type = Json.name(parser);
      case "subtype" -> subtype = Json.name(parser);
      case "session_id" -> readSession(parser);
      case "uuid" -> readUuid(parser);
      case "parent_tool_use_id" -> parent = Json.name(parser);
      case "message" -> message.read(parser);
      case "event" -> event.read(parser);
      case "usage" -> usage.read(parser);
      case "modelUsage" -> readModels(parser);
      case "isReplay" -> replay = Json.isTrue(parser);
      case "is_error" -> error = Json.isTrue(parser);
      case "num_turns" -> turns = Json.count(parser);
      case "duration_ms" -> durationMillis = Json.count(parser);
      case "result" -> result = Json.text(parser);
      case "errors" -> readErrors(parser);
      case "total_cost_usd" -> cost = Json.decimal(parser);
      case "supersedes" -> readSuperseded(parser);
      case "compact_metadata", "rate_limit_info", "patch" -> readNested(parser);
      default -> readShort(name, parser);
    }
  }

  private void readSession(JsonParser parser) throws IOException {
    if (sessionIsKnown) {
      parser.skipChildren();
    } else {
      sessionId = Json.name(parser);
    }
  }

  /** Only an assistant's line is ever asked for its id; its type mostly comes before. */
  private void readUuid(JsonParser parser) throws IOException {
    if (type == null || type.equals("assistant")) {
      uuid = Json.name(parser);
    } else {
      parser.skipChildren();
    }
  }

  /**
   * The short values of system and other lines, all of which fit a span event; never prompts,
   * answers or paths.
   */
  private void readShort(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "status",
          "model",
          "task_id",
          "tool_use_id",
          "tool_name",
          "task_type",
          "subagent_type",
          "is_backgrounded",
          "attempt",
          "max_retries",
          "retry_delay_ms",
          "error_status",
          "error",
          "api_error_status",
          "terminal_reason",
          "decision_reason_type",
          "trigger",
          "pre_tokens",
          "post_tokens",
          "rateLimitType",
          "utilization",
          "original_model",
          "fallback_model" -> {
        String value = Json.scalar(parser);
        if (value != null) {
          fields.put(name, value);
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void readNested(JsonParser parser) throws IOException {
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      readShort(name, parser);
    }
  }

  private void readModels(JsonParser parser) throws IOException {
    models.clear();
    if (!Json.isObject(parser)) {
      return;
    }
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      if (parser.currentToken() == JsonToken.START_OBJECT
          && !name.isEmpty()
          && name.length() <= Json.MAX_NAME_LENGTH
          && models.size() < ModelUsage.MAX_MODELS) {
        models.add(ModelUsage.read(name, parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readErrors(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String text = Json.text(parser);
      if (firstError == null && text != null && !text.isBlank()) {
        firstError = text;
      }
    }
  }

  private void readSuperseded(JsonParser parser) throws IOException {
    if (!Json.isArray(parser)) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String id = Json.name(parser);
      if (id != null) {
        supersedes.add(id);
      }
    }
  }

  private void clear() {
    type = null;
    subtype = null;
    sessionId = null;
    uuid = null;
    parent = null;
    replay = false;
    error = false;
    turns = -1;
    durationMillis = -1;
    result = null;
    firstError = null;
    cost = null;
    message.clear();
    event.clear();
    usage.clear();
    models.clear();
    supersedes.clear();
    fields.clear();
  }
}
