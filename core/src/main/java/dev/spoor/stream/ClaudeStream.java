// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import dev.spoor.AgentRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that the Claude Agent SDK and {@code claude -p --output-format stream-json
 * --verbose} print, with or without partial messages, records them in an {@link AgentRun} and hands
 * each event on to the host.
 *
 * <pre>{@code
 * try (AgentRun run = agents.start(AgentRequest.of("claude-sonnet-4-5", prompt))) {
 *   ClaudeStream.of(run).readAll(process.getInputStream(), event -> session.send(event.toJson()));
 * }
 * }</pre>
 *
 * <p>A stream is one run, however many turns it has. Whatever form the input has, its lines come in
 * order: give it to one of the {@code readAll} methods, or piece by piece to {@code accept} and
 * then call {@link #close()}. The reader does not end the run: its owner does.
 *
 * <p>Nothing in the input makes a method here throw. A line that is not a JSON object, is not text
 * or is longer than the limit is dropped, counted and logged once without its content; unknown
 * types of line are passed over. A stream that ends without a result makes the run fail with
 * "stream ended". Memory is bounded by the longest line.
 *
 * <p>The listener is called on the thread that reads, after the event is recorded, with one event
 * at a time. What it throws is logged and reading goes on. It may call {@link #close()}; what else
 * it feeds in is ignored.
 *
 * <p>Safe for use by many threads, one of which is let in at a time; the order of what they bring
 * is theirs to keep.
 */
public final class ClaudeStream implements AutoCloseable {
  static final int DEFAULT_MAX_LINE_BYTES = 16 * 1024 * 1024;

  private final EventOut out;
  private final ChunkedInput input;

  /** Returns a reader that records in {@code run}, with default settings. */
  public static ClaudeStream of(AgentRun run) {
    return builder(run).build();
  }

  /** Returns a builder of a reader that records in {@code run}. */
  public static ClaudeStreamBuilder builder(AgentRun run) {
    return new ClaudeStreamBuilder(requireNonNull(run, "run"));
  }

  ClaudeStream(
      Consumer<? super AgentEvent> telemetry,
      @Nullable Consumer<? super AgentEvent> listener,
      int maxLineBytes,
      AgentEvent.@Nullable Totals previousTotals) {
    out = new EventOut(telemetry, listener, () -> {});
    var lines = new ClaudeLines(out, maxLineBytes, previousTotals);
    input = new ChunkedInput(new LineSplitter(maxLineBytes, false, lines), lines::end);
  }

  /**
   * Reads {@code in} to its end, as UTF-8, and does not close it.
   *
   * @throws IOException the one that {@code in} threw; the run has been marked as failed
   */
  public void readAll(InputStream in) throws IOException {
    input.readAll(requireNonNull(in, "in"));
  }

  /**
   * Reads {@code in} to its end like {@link #readAll(InputStream)} and hands each event to
   * {@code listener}.
   */
  public void readAll(InputStream in, Consumer<? super AgentEvent> listener) throws IOException {
    out.setListener(requireNonNull(listener, "listener"));
    readAll(in);
  }

  /**
   * Reads {@code in} to its end and does not close it.
   *
   * @throws IOException the one that {@code in} threw; the run has been marked as failed
   */
  public void readAll(Reader in) throws IOException {
    input.readAll(requireNonNull(in, "in"));
  }

  /**
   * Reads {@code in} to its end like {@link #readAll(Reader)} and hands each event to
   * {@code listener}.
   */
  public void readAll(Reader in, Consumer<? super AgentEvent> listener) throws IOException {
    out.setListener(requireNonNull(listener, "listener"));
    readAll(in);
  }

  /**
   * Returns a subscriber whose elements are one or more whole lines each; the end of its input ends
   * the stream.
   */
  public Flow.Subscriber<String> subscriber() {
    return new LineSubscriber(input);
  }

  /** Takes the next line, with or without its line feed. */
  public void accept(String line) {
    input.acceptLine(requireNonNull(line, "line"));
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

  /**
   * Says that the input has ended; reads a last line that has no line feed. What comes later is
   * ignored.
   */
  @Override
  public void close() {
    input.end(null);
  }
}
