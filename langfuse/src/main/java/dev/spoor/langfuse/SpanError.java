// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a span failed. Langfuse does not read exception events, so what they say is put where it
 * looks.
 *
 * @param message {@code Type: message}, or what of it is known; never empty
 */
record SpanError(String message, @Nullable String stacktrace) {
  private static final int STACKTRACE_LIMIT = 16 * 1024;
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACKTRACE =
      AttributeKey.stringKey("exception.stacktrace");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  static SpanError of(List<EventData> events, StatusData status, Attributes attributes) {
    Attributes exception = exception(events);
    String type = first(exception.get(TYPE), attributes.get(ERROR_TYPE));
    String message = first(exception.get(MESSAGE), status.getDescription());
    String stacktrace = exception.get(STACKTRACE);
    return new SpanError(
        join(type, message),
        stacktrace == null ? null : JsonCutter.cut(stacktrace, STACKTRACE_LIMIT));
  }

  private static Attributes exception(List<EventData> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).getName().equals("exception")) {
        return events.get(i).getAttributes();
      }
    }
    return Attributes.empty();
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    String found = one == null || one.isBlank() ? other : one;
    return found == null || found.isBlank() ? null : found;
  }

  private static String join(@Nullable String type, @Nullable String message) {
    if (type == null) {
      return message == null ? "Error" : message;
    }
    String name = type.substring(type.lastIndexOf('.') + 1);
    return message == null || message.startsWith(name)
        ? first(message, name) + ""
        : name + ": " + message;
  }
}
