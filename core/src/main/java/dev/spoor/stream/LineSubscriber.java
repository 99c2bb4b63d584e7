// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Feeds what a publisher publishes into a reader. */
final class LineSubscriber implements Flow.Subscriber<String> {
  private final ChunkedInput input;
  private Flow.@Nullable Subscription subscription;

  LineSubscriber(ChunkedInput input) {
    this.input = input;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    requireNonNull(newSubscription, "subscription");
    if (subscription != null) {
      newSubscription.cancel();
      return;
    }
    subscription = newSubscription;
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    input.acceptLine(line);
  }

  @Override
  public void onError(Throwable thrown) {
    input.end(thrown.getClass().getName());
  }

  @Override
  public void onComplete() {
    input.end(null);
  }
}
