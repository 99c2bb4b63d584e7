// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.Generation;
import java.util.function.Consumer;

/**
 * Reads a streamed answer of OpenAI's chat completions or Responses API, or of a server compatible
 * with them: the body of the HTTP answer as it comes. Records it in a {@link Generation} and hands
 * each event on to the host.
 *
 * <pre>{@code
 * try (Generation generation = run.generation("gpt-5")) {
 *   OpenAiSse.of(generation).readAll(response.body(), event -> show(event));
 * }
 * }</pre>
 *
 * <p>Text and reasoning come in pieces as they arrive, a tool call when its arguments are whole.
 * Usage is what the stream says last; a chat stream says nothing unless it was asked for with
 * {@code stream_options.include_usage}, and then the counts stay unknown. An error, or an end
 * without {@code [DONE]} (chat) or a final {@code response} event (Responses), fails the
 * generation; its owner ends it otherwise.
 *
 * <p>Nothing in the input makes a method here throw: data that are not a JSON object are dropped,
 * counted and logged once without their content. Events longer than 16 MiB are dropped. The
 * listener is called on the thread that reads; what it throws is logged and reading goes on.
 *
 * <p>Safe for use by many threads, one of which is let in at a time; the order of what they bring
 * is theirs to keep.
 */
public final class OpenAiSse extends SseAnswer {

  /** Returns a reader that records in {@code generation}. */
  public static OpenAiSse of(Generation generation) {
    requireNonNull(generation, "generation");
    return new OpenAiSse(generation::accept, () -> generation.chunk(""));
  }

  OpenAiSse(Consumer<? super AgentEvent> telemetry, Runnable chunk) {
    this(new EventOut(telemetry, null, chunk));
  }

  private OpenAiSse(EventOut out) {
    this(out, new OpenAiEvents(out, ClaudeStream.DEFAULT_MAX_LINE_BYTES));
  }

  private OpenAiSse(EventOut out, OpenAiEvents events) {
    super(out, events, events::end);
  }

  /** Sets the host's listener for what comes from now on. Default: none. */
  public OpenAiSse setListener(Consumer<? super AgentEvent> listener) {
    listen(listener);
    return this;
  }
}
