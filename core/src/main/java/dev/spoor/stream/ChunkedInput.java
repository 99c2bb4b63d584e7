// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all readers do with their input: take it in any form, cut it into lines and end once. Safe
 * for use by many threads, one of which is let in at a time; nothing is locked while input is
 * awaited.
 */
final class ChunkedInput {
  private static final int CHARS = 8 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final LineSplitter splitter;
  /** Told once, after the last line, why the input broke; null if it did not. */
  private final Consumer<@Nullable String> atEnd;

  private boolean ended;
  private boolean endRequested;

  ChunkedInput(LineSplitter splitter, Consumer<@Nullable String> atEnd) {
    this.splitter = splitter;
    this.atEnd = atEnd;
  }

  void readAll(InputStream in) throws IOException {
    byte[] chunk = new byte[16 * 1024];
    try {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        accept(chunk, 0, count);
      }
    } catch (IOException | RuntimeException e) {
      end(e.getClass().getName());
      throw e;
    }
    end(null);
  }

  void readAll(Reader in) throws IOException {
    CharsetEncoder encoder = StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer chars = CharBuffer.allocate(CHARS);
    ByteBuffer bytes = ByteBuffer.allocate(CHARS * 3);
    try {
      while (in.read(chars) >= 0) {
        chars.flip();
        encoder.encode(chars, bytes, false);
        chars.compact();
        accept(bytes.array(), 0, bytes.position());
        bytes.clear();
      }
      chars.flip();
      encoder.encode(chars, bytes, true);
      accept(bytes.array(), 0, bytes.position());
    } catch (IOException | RuntimeException e) {
      end(e.getClass().getName());
      throw e;
    }
    end(null);
  }

  void accept(byte[] bytes, int offset, int length) {
    take(bytes, offset, length, false);
  }

  void accept(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      accept(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      accept(copy, 0, copy.length);
    }
  }

  /** Takes one whole line, or several. */
  void acceptLine(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    take(bytes, 0, bytes.length, true);
  }

  /**
   * Ends the input; one who asks from within an event is heard after the line that the event came
   * from.
   */
  void end(@Nullable String errorType) {
    lock.lock();
    try {
      if (lock.getHoldCount() > 1) {
        endRequested = true;
      } else {
        endNow(errorType);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(byte[] bytes, int offset, int length, boolean wholeLine) {
    lock.lock();
    try {
      if (ended || lock.getHoldCount() > 1) {
        return;
      }
      splitter.accept(bytes, offset, length);
      if (wholeLine) {
        splitter.endLine();
      }
      if (endRequested) {
        endNow(null);
      }
    } finally {
      lock.unlock();
    }
  }

  private void endNow(@Nullable String errorType) {
    if (!ended) {
      ended = true;
      splitter.end();
      atEnd.accept(errorType);
    }
  }
}
