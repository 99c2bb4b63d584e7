// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a script from a thread of its own, and gives up on a subscriber that does not take it.
 */
final class ScriptPublisher {
  static Flow.Publisher<SseEvent> of(
      String path, @Nullable String lastEventId, SseSession session) {
    return subscriber -> {
      var publisher = new SubmissionPublisher<SseEvent>(task -> new Thread(task).start(), 4);
      publisher.subscribe(subscriber);
      var thread = new Thread(() -> {
        try {
          Script.play(path, lastEventId, session, event -> offer(publisher, event, session));
          publisher.close();
        } catch (IOException | RuntimeException e) {
          publisher.closeExceptionally(e);
        }
      });
      thread.setDaemon(true);
      thread.start();
    };
  }

  private static void offer(
      SubmissionPublisher<SseEvent> publisher, SseEvent event, SseSession session)
      throws IOException {
    if (!publisher.hasSubscribers()) {
      throw new IOException("The subscriber left");
    }
    int lag = publisher.offer(event, 2, TimeUnit.SECONDS, null);
    if (lag < 0) {
      // An error would wait behind the event that the subscriber is stuck with.
      session.timeOut();
      throw new IOException("The subscriber takes nothing");
    }
  }

  private ScriptPublisher() {}
}
