// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.servlet;

import dev.spoor.sse.SseSession;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Ends a session by what the container says of its request. */
final class SessionListener implements AsyncListener {
  private final SseSession session;

  SessionListener(SseSession session) {
    this.session = session;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    session.close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    session.timeOut();
  }

  @Override
  public void onError(AsyncEvent event) {
    @Nullable Throwable thrown = event.getThrowable();
    if (thrown == null) {
      session.disconnect();
    } else if (thrown instanceof TimeoutException) {
      session.timeOut();
    } else {
      session.writeFailed(thrown);
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // A new asynchronous cycle forgets its listeners; a stream has only one.
    event.getAsyncContext().addListener(this);
  }
}
