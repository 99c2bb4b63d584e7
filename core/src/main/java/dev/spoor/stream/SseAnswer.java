// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a provider's streamed answer is taken in, whichever provider sends it. */
abstract class SseAnswer implements AutoCloseable {
  private final EventOut out;
  private final ChunkedInput input;

  SseAnswer(EventOut out, SseFrames.Events events, Consumer<@Nullable String> atEnd) {
    this.out = out;
    var frames = new SseFrames(ClaudeStream.DEFAULT_MAX_LINE_BYTES, events);
    input = new ChunkedInput(
        new LineSplitter(ClaudeStream.DEFAULT_MAX_LINE_BYTES, true, frames), atEnd);
  }

  /**
   * Reads {@code in} to its end and does not close it.
   *
   * @throws IOException the one that {@code in} threw; the generation has failed with it
   */
  public void readAll(InputStream in) throws IOException {
    input.readAll(requireNonNull(in, "in"));
  }

  /**
   * Reads {@code in} to its end like {@link #readAll(InputStream)} and hands each event to
   * {@code listener}.
   */
  public void readAll(InputStream in, Consumer<? super AgentEvent> listener) throws IOException {
    listen(listener);
    readAll(in);
  }

  final void listen(Consumer<? super AgentEvent> listener) {
    out.setListener(requireNonNull(listener, "listener"));
  }

  /**
   * Takes the next bytes, which may begin and end anywhere, even within a character. They are
   * copied.
   */
  public void accept(byte[] bytes, int offset, int length) {
    input.accept(bytes, offset, length);
  }

  /** Takes the next bytes, up to the buffer's limit. They are copied. */
  public void accept(ByteBuffer bytes) {
    input.accept(bytes);
  }

  /** Says that the input has ended. What comes later is ignored. */
  @Override
  public void close() {
    input.end(null);
  }
}
