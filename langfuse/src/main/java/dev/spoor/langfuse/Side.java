// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What goes to Langfuse beside spans, and the client that all share; closed with the worker. */
record Side(ScoreSender scores, @Nullable MediaUploader media, LangfuseHttp http) {
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(5);

  /** Cuts off at {@code deadline} the requests that are under way then. */
  void endAt(long deadline) {
    http.endAt(deadline);
  }

  /** Lets scores and files finish until {@code deadline}, then ends everything. */
  void close(long deadline) throws IOException {
    if (!scores.isIdle()) {
      scores.flush();
    }
    while (!isIdle() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(STEP);
    }
    scores.close();
    if (media != null) {
      media.close();
    }
    http.close();
  }

  private boolean isIdle() {
    return scores.isIdle() && (media == null || media.isIdle());
  }
}
