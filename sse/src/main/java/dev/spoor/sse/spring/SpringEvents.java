// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import dev.spoor.sse.SseEvent;
import dev.spoor.sse.SseSession;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;

/** Turns events into Spring's and counts Spring's. */
final class SpringEvents {
  /**
   * Returns Spring's event of {@code event}. Spring writes no space after a colon and a client
   * strips one, so each value gets one.
   */
  static ServerSentEvent<String> of(SseEvent event) {
    ServerSentEvent.Builder<String> builder = ServerSentEvent.builder();
    if (event.id() != null) {
      builder.id(" " + event.id());
    }
    if (event.type() != null) {
      builder.event(" " + event.type());
    }
    if (event.retry() != null) {
      builder.retry(event.retry());
    }
    if (event.data() != null) {
      builder.data(keepSpaces(event.data()));
    }
    return builder.build();
  }

  /** Each line is a value of its own. Spring breaks lines at line feeds only. */
  private static String keepSpaces(String data) {
    return " " + data.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\n ");
  }

  static void count(ServerSentEvent<?> event, SseSession session) {
    long bytes = 1 + field("id", event.id()) + field("event", event.event());
    if (event.retry() != null) {
      bytes += field("retry", Long.toString(event.retry().toMillis()));
    }
    if (event.comment() != null) {
      bytes += lines("", event.comment());
    }
    if (event.data() == null) {
      session.controlSent(bytes);
    } else {
      if (event.data() instanceof String text) {
        bytes += lines("data", text);
      }
      session.eventSent(typeOf(event.event()), bytes);
    }
  }

  /** Returns the type that a client reads, which strips one space. */
  private static @Nullable String typeOf(@Nullable String written) {
    return written != null && written.startsWith(" ") ? written.substring(1) : written;
  }

  private static long field(String name, @Nullable String value) {
    return value == null ? 0 : name.length() + 2L + length(value);
  }

  /** Each line of {@code value} becomes a field; its line feed is already in its length. */
  private static long lines(String name, String value) {
    long lines = 1 + value.chars().filter(c -> c == '\n').count();
    return length(value) + 1 + lines * (name.length() + 1);
  }

  private static long length(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  private SpringEvents() {}
}
