// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** Keeps the events that a reader tells telemetry of, and finds them again. */
@NullMarked
final class ReadEvents implements Consumer<AgentEvent> {
  final List<AgentEvent> all = new ArrayList<>();
  /** Pieces of tool arguments, of which no event tells. */
  int chunks;

  static ReadEvents ofClaude(String... lines) {
    var events = new ReadEvents();
    try (ClaudeStream stream = events.claude()) {
      for (String line : lines) {
        stream.accept(line);
      }
    }
    return events;
  }

  /** Reads one of the streams among the test's resources. */
  static ReadEvents ofResource(String name) throws IOException {
    var events = new ReadEvents();
    events.claude().readAll(resource(name));
    return events;
  }

  static InputStream resource(String name) {
    return requireNonNull(ReadEvents.class.getResourceAsStream(name), name);
  }

  ClaudeStream claude() {
    return new ClaudeStream(this, null, ClaudeStream.DEFAULT_MAX_LINE_BYTES, null);
  }

  static ReadEvents ofAnthropic(String body) {
    var events = new ReadEvents();
    try (var sse = events.anthropic()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      sse.accept(bytes, 0, bytes.length);
    }
    return events;
  }

  static ReadEvents ofOpenAi(String body) {
    var events = new ReadEvents();
    try (var sse = events.openAi()) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      sse.accept(bytes, 0, bytes.length);
    }
    return events;
  }

  AnthropicSse anthropic() {
    return new AnthropicSse(this, () -> chunks++);
  }

  OpenAiSse openAi() {
    return new OpenAiSse(this, () -> chunks++);
  }

  @Override
  public void accept(AgentEvent event) {
    all.add(event);
  }

  <T extends AgentEvent> List<T> of(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends AgentEvent> T last(Class<T> type) {
    List<T> found = of(type);
    return found.get(found.size() - 1);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    of(AgentEvent.Text.class).forEach(event -> text.append(event.text()));
    return text.toString();
  }

  /** Returns the sum of what the messages used by their last word on it. */
  TokenUsage messageUsage() {
    Map<String, TokenUsage> byMessage = new LinkedHashMap<>();
    of(AgentEvent.Usage.class).forEach(event -> byMessage.put(event.messageId(), event.usage()));
    return byMessage.values().stream().reduce(TokenUsage.NONE, TokenUsage::plus);
  }
}
