// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes what is published, one at a time, as a reactive server does. */
final class WritingSubscriber implements Flow.Subscriber<SseEvent> {
  final CountDownLatch done = new CountDownLatch(1);
  private final OutputStream out;
  private Flow.@Nullable Subscription subscription;

  WritingSubscriber(OutputStream out) {
    this.out = out;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(SseEvent event) {
    Flow.Subscription current = requireNonNull(subscription);
    try {
      out.write(event.toBytes());
      out.flush();
      current.request(1);
    } catch (IOException e) {
      current.cancel();
      done.countDown();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    done.countDown();
  }

  @Override
  public void onComplete() {
    done.countDown();
  }
}
