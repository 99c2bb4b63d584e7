// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.Generation;
import java.util.function.Consumer;

/**
 * Reads a streamed answer of Anthropic's Messages API, the body of the HTTP answer as it comes,
 * records it in a {@link Generation} and hands each event on to the host.
 *
 * <pre>{@code
 * try (Generation generation = run.generation("claude-sonnet-4-5")) {
 *   AnthropicSse.of(generation).readAll(response.body(), event -> show(event));
 * }
 * }</pre>
 *
 * <p>Text and thinking come in pieces as they arrive, a tool call when its arguments are whole. The
 * output count of {@code message_start} is a placeholder and never told; that of
 * {@code message_delta} is the truth, and what it leaves out keeps its earlier value. Where the
 * usage lists iterations, their sum is what is billed and told. An {@code error} event, or an end
 * without {@code message_stop}, fails the generation; its owner ends it otherwise.
 *
 * <p>Nothing in the input makes a method here throw: data that are not a JSON object are dropped,
 * counted and logged once without their content. Events longer than 16 MiB are dropped. The
 * listener is called on the thread that reads; what it throws is logged and reading goes on.
 *
 * <p>Safe for use by many threads, one of which is let in at a time; the order of what they bring
 * is theirs to keep.
 */
public final class AnthropicSse extends SseAnswer {

  /** Returns a reader that records in {@code generation}. */
  public static AnthropicSse of(Generation generation) {
    requireNonNull(generation, "generation");
    return new AnthropicSse(generation::accept, () -> generation.chunk(""));
  }

  AnthropicSse(Consumer<? super AgentEvent> telemetry, Runnable chunk) {
    this(new EventOut(telemetry, null, chunk));
  }

  private AnthropicSse(EventOut out) {
    this(out, new AnthropicEvents(out, ClaudeStream.DEFAULT_MAX_LINE_BYTES));
  }

  private AnthropicSse(EventOut out, AnthropicEvents events) {
    super(out, events, events::end);
  }

  /** Sets the host's listener for what comes from now on. Default: none. */
  public AnthropicSse setListener(Consumer<? super AgentEvent> listener) {
    listen(listener);
    return this;
  }
}
