// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events made to be misread: field names, line breaks, spaces and odd characters everywhere. */
final class NastyEvents {
  private static final String[] PIECES = {
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    ":",
    ": ",
    "data: ",
    "data:",
    "event: x",
    "id: 1",
    "retry: 1",
    "\uFEFF",
    "\u0000",
    "\u0085",
    "\u2028",
    "\u000B",
    "é",
    "€",
    "\uD83D\uDE00",
    "\uFFFD",
    "\uFFFF",
    "{\"a\":1}",
    "x",
    "word",
    "</script>",
    "%0A",
    "\\n"
  };
  private static final String[] TYPES = {
    "text", "tool_use", "a b", "ünï", "x:y", "data", "t\u2028t", " led by a space"
  };

  /** Returns {@code count} events, the same each time. */
  static List<SseEvent> make(int count) {
    var random = new Random(20261122);
    List<SseEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SseEvent event = SseEvent.of(text(random));
      if (random.nextInt(3) > 0) {
        event = SseEvent.of(TYPES[random.nextInt(TYPES.length)], String.valueOf(event.data()));
      }
      if (random.nextInt(4) == 0) {
        event =
            event.withId(random.nextInt(5) == 0 ? "" : (i % 2 == 0 ? " id:" : "id:") + i + " é");
      }
      events.add(event);
    }
    events.add(SseEvent.of("x".repeat(50_000) + "é".repeat(10_000)));
    return events;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Returns what a client must make of {@code events}: line feeds only, the last id carried on. */
  static List<List<String>> expected(List<SseEvent> events) {
    List<List<String>> expected = new ArrayList<>();
    String id = "";
    for (SseEvent event : events) {
      id = event.id() == null ? id : event.id();
      String data = String.valueOf(event.data()).replace("\r\n", "\n").replace('\r', '\n');
      expected.add(List.of(event.type() == null ? "message" : event.type(), data, id));
    }
    return expected;
  }

  static List<String> types() {
    return List.of(TYPES);
  }

  private NastyEvents() {}
}
