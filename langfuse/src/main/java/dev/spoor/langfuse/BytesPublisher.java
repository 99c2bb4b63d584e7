// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * Hands an HTTP client the bytes of a message without copying them, a slice at a time: the client's
 * own publisher copies, a small slice costs a trip through the client's machinery, and a large one
 * makes it keep a large direct buffer for good.
 */
final class BytesPublisher implements Flow.Publisher<ByteBuffer> {
  private static final int SLICE = 128 * 1024;

  private final byte[] bytes;
  private final int length;

  BytesPublisher(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Slices(subscriber));
  }

  /** The client asks from one thread at a time, but asks again from within {@code onNext}. */
  private final class Slices implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private int next;
    private long wanted;
    private boolean handing;
    private boolean done;

    Slices(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public synchronized void request(long count) {
      wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
      if (handing) {
        return;
      }
      handing = true;
      while (wanted > 0 && !done) {
        hand();
      }
      handing = false;
    }

    private void hand() {
      int size = Math.min(SLICE, length - next);
      if (size > 0) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, next, size);
        next += size;
        wanted--;
        subscriber.onNext(slice);
      }
      if (next >= length && !done) {
        done = true;
        subscriber.onComplete();
      }
    }

    @Override
    public synchronized void cancel() {
      done = true;
    }
  }
}
