// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes marked lines out of a stream of bytes and lets all else pass as it is. A mark begins with
 * the record separator, which text does not use and JSON escapes; it counts in the middle of a line
 * too, for a program may have written half a line. One thread at a time. Keeps one line at most.
 */
final class MarkedLines {
  static final int MAX_LINE_BYTES = 64 << 10;

  private static final byte[] MARK = {0x1e, 'O', 'T', 'L', 'P', '1', ' '};
  private static final int INITIAL_BYTES = 1 << 10;

  private enum State {
    TEXT,
    MARK,
    LINE,
    TOO_LONG
  }

  private final Consumer<ByteBuffer> text;
  private final Receiver lines;
  private State state = State.TEXT;
  private int matched;
  private byte[] line = new byte[0];
  private int length;

  /** Receives what was marked. */
  interface Receiver {
    /** Receives a line without its mark and its end. The bytes are valid during the call. */
    void line(byte[] bytes, int length);

    /** Tells of a line that was too long or broke off. */
    void broken();
  }

  MarkedLines(Consumer<ByteBuffer> text, Receiver lines) {
    this.text = text;
    this.lines = lines;
  }

  void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      switch (state) {
        case TEXT -> passText(bytes);
        case MARK -> matchMark(bytes.get(bytes.position()), bytes);
        case LINE, TOO_LONG -> collect(bytes.get());
      }
    }
  }

  /** The stream has ended. */
  void finish() {
    if (state == State.MARK) {
      text.accept(ByteBuffer.wrap(MARK, 0, matched).asReadOnlyBuffer());
    } else if (state != State.TEXT) {
      lines.broken();
    }
    toText();
  }

  private void passText(ByteBuffer bytes) {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != MARK[0]) {
      end++;
    }
    if (end > bytes.position()) {
      ByteBuffer passed = bytes.duplicate();
      passed.limit(end);
      bytes.position(end);
      text.accept(passed);
    }
    if (bytes.hasRemaining()) {
      bytes.get();
      matched = 1;
      state = State.MARK;
    }
  }

  private void matchMark(byte next, ByteBuffer bytes) {
    if (next != MARK[matched]) {
      // It was text all along; this byte may begin a mark of its own.
      state = State.TEXT;
      text.accept(ByteBuffer.wrap(MARK, 0, matched).asReadOnlyBuffer());
      return;
    }
    bytes.get();
    matched++;
    if (matched == MARK.length) {
      state = State.LINE;
      length = 0;
      line = new byte[INITIAL_BYTES];
    }
  }

  private void collect(byte next) {
    if (next == '\n') {
      endLine();
    } else if (next == MARK[0]) {
      // Somebody else wrote into the line: it is lost, the new one may be whole.
      lines.broken();
      matched = 1;
      state = State.MARK;
    } else if (length == MAX_LINE_BYTES) {
      state = State.TOO_LONG;
    } else if (state == State.LINE) {
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * line.length));
      }
      line[length++] = next;
    }
  }

  private void endLine() {
    if (state == State.LINE) {
      lines.line(line, length);
    } else {
      lines.broken();
    }
    toText();
  }

  private void toText() {
    state = State.TEXT;
    line = new byte[0];
    length = 0;
  }
}
