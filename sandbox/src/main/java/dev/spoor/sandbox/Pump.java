// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Moves the bytes of one stream of a process to their receiver, until the stream ends. */
final class Pump implements Runnable {
  private static final int BUFFER_BYTES = 16 << 10;

  private final InputStream stream;
  private final Consumer<ByteBuffer> output;
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private volatile boolean reading;
  private volatile long chunks;
  private long chunksSeen = -1;

  Pump(InputStream stream, Consumer<ByteBuffer> output) {
    this.stream = stream;
    this.output = output;
  }

  /** Completes at the end of the stream; fails with what the receiver throws. */
  CompletionStage<@Nullable Void> done() {
    return done;
  }

  boolean isDone() {
    return done.isDone();
  }

  @Override
  public void run() {
    try (stream) {
      copy();
      done.complete(null);
    } catch (IOException e) {
      // The stream was closed under us: that is an end of output like any other.
      done.complete(null);
    } catch (Throwable thrown) {
      done.completeExceptionally(thrown);
    }
  }

  /**
   * Returns whether the stream has been silent since the last call, with nobody to blame but those
   * who hold its other end. A slow receiver is no silence. One thread asks.
   */
  boolean isSilent() {
    boolean silent = !done.isDone() && reading && chunks == chunksSeen;
    chunksSeen = chunks;
    return silent;
  }

  /** Takes what came so far for all there is. */
  void giveUp() {
    done.complete(null);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only this loop writes it.
  private void copy() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      reading = true;
      int count = stream.read(buffer);
      reading = false;
      if (count < 0 || done.isDone()) {
        return;
      }
      output.accept(ByteBuffer.wrap(buffer, 0, count));
      chunks++;
    }
  }
}
