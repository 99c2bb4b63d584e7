// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.util.Arrays;

/**
 * Cuts bytes, which come in pieces of any size, into lines. Holds one line at most, and of a line
 * longer than the limit nothing.
 */
final class LineSplitter {
  /** Told of each line, which ends where the next call begins: the array is reused. */
  interface Lines {
    void line(byte[] bytes, int offset, int length);

    /** Called once for each line that was longer than the limit. */
    void tooLong();
  }

  private static final int INITIAL_SIZE = 16 * 1024;
  /** A buffer that one long line made bigger than this is given back afterwards. */
  private static final int KEPT_SIZE = 1024 * 1024;

  private final int maxLineBytes;
  private final boolean carriageReturnEnds;
  private final Lines lines;
  private byte[] buffer = new byte[0];
  private int start;
  private int scanned;
  private int end;
  private boolean tooLong;
  private boolean skipLineFeed;
  private boolean first = true;

  /** {@code carriageReturnEnds} says that a lone carriage return ends a line too. */
  LineSplitter(int maxLineBytes, boolean carriageReturnEnds, Lines lines) {
    this.maxLineBytes = maxLineBytes;
    this.carriageReturnEnds = carriageReturnEnds;
    this.lines = lines;
  }

  void accept(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      makeRoom(Math.min(left, INITIAL_SIZE));
      int count = Math.min(left, buffer.length - end);
      System.arraycopy(bytes, from, buffer, end, count);
      end += count;
      from += count;
      left -= count;
      drain();
    }
  }

  /** Gives on what is left as a line. */
  void endLine() {
    if (tooLong || start < end) {
      endOfLine(end, (byte) '\n');
      scanned = end;
    }
  }

  /** Gives on what is left, for a last line needs no end, and gives the buffer back. */
  void end() {
    endLine();
    buffer = new byte[0];
    start = 0;
    scanned = 0;
    end = 0;
  }

  private void drain() {
    for (int i = nextTerminator(); i < end; i = nextTerminator()) {
      scanned = i + 1;
      endOfLine(i, buffer[i]);
    }
    scanned = end;
    if (end - start > maxLineBytes) {
      tooLong = true;
      start = end;
    }
  }

  /** Returns the index of the next byte that ends a line, or {@code end}. */
  private int nextTerminator() {
    if (!carriageReturnEnds) {
      return EightBytes.indexOf((byte) '\n', buffer, scanned, end);
    }
    int i = scanned;
    while (i < end && buffer[i] != '\n' && buffer[i] != '\r') {
      i++;
    }
    return i;
  }

  private void endOfLine(int lineEnd, byte terminator) {
    int from = start;
    start = Math.min(end, lineEnd + 1);
    boolean secondHalf = skipLineFeed && terminator == '\n' && lineEnd == from;
    skipLineFeed = carriageReturnEnds && terminator == '\r';
    if (tooLong || lineEnd - from > maxLineBytes) {
      tooLong = false;
      first = false;
      lines.tooLong();
    } else if (!secondHalf) {
      int mark = first ? Utf8.byteOrderMark(buffer, from, lineEnd) : 0;
      first = false;
      lines.line(buffer, from + mark, lineEnd - from - mark);
    }
  }

  private void makeRoom(int wanted) {
    if (start == end) {
      start = 0;
      scanned = 0;
      end = 0;
      if (buffer.length > KEPT_SIZE) {
        buffer = new byte[INITIAL_SIZE];
      }
    }
    if (buffer.length - end >= wanted) {
      return;
    }
    int held = end - start;
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, held);
      scanned -= start;
      start = 0;
      end = held;
    }
    if (buffer.length - end < Math.max(wanted, buffer.length / 2)) {
      buffer =
          Arrays.copyOf(buffer, Math.max(INITIAL_SIZE, Math.max(held + wanted, buffer.length * 2)));
    }
  }
}
