// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends scores by the ingestion API: those that come while a request is under way go together in
 * the next. Its thread is there only while there is something to send. Safe for use by many
 * threads.
 */
final class ScoreSender {
  private static final int QUEUE = 10_000;
  private static final int BATCH = 100;
  private static final int ATTEMPTS = 5;

  private final LangfuseSettings settings;
  private final LangfuseHttp http;
  private final Notices notices;
  private final DeliveryCounters counters;
  private final RetryDelay delays;
  private final ScoreMasker masker;
  private final BlockingQueue<Map<String, Object>> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean draining = new AtomicBoolean();
  private final ThreadPoolExecutor thread;
  private long toldLosses;

  ScoreSender(
      LangfuseSettings settings, LangfuseHttp http, Notices notices, DeliveryCounters counters) {
    this.settings = settings;
    this.http = http;
    this.notices = notices;
    this.counters = counters;
    masker = new ScoreMasker(settings.mask, counters);
    delays = new RetryDelay(settings.firstRetryDelay, settings.longestRetryDelay);
    thread = DaemonThreads.pool(1, "spoor-langfuse-scores", new LinkedBlockingQueue<>(1024));
  }

  void send(Map<String, Object> event) {
    if (!queue.offer(event)) {
      lost(1, "More scores than the " + QUEUE + " that can wait: some are dropped.");
    } else if (draining.compareAndSet(false, true)) {
      execute(this::drain);
    }
  }

  /** Sends what is waiting; the result is a success if no score was lost since the flush before. */
  CompletableResultCode flush() {
    var result = new CompletableResultCode();
    execute(() -> {
      drain();
      long losses = counters.scoresLost.sum();
      if (losses == toldLosses) {
        result.succeed();
      } else {
        toldLosses = losses;
        result.fail();
      }
    });
    return thread.isShutdown() && !result.isDone() ? CompletableResultCode.ofFailure() : result;
  }

  boolean isIdle() {
    return queue.isEmpty() && thread.getActiveCount() == 0;
  }

  /** Ends at once: what is under way or waiting is lost, and open flushes are told so. */
  void close() {
    List<Runnable> flushes = DaemonThreads.end(thread);
    forget();
    flushes.forEach(Runnable::run);
  }

  private void forget() {
    counters.scoresLost.add(queue.drainTo(new ArrayList<>()));
  }

  private void execute(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      draining.set(false);
      if (thread.isShutdown()) {
        forget();
      }
    }
  }

  private void drain() {
    draining.set(false);
    List<Map<String, Object>> batch = new ArrayList<>();
    while (queue.drainTo(batch, BATCH) > 0) {
      try {
        post(batch);
      } catch (RuntimeException e) {
        lost(batch.size(), "Scores could not be sent: " + e);
      }
      batch.clear();
    }
  }

  private void post(List<Map<String, Object>> batch) {
    URI target = settings.api("/api/public/ingestion");
    String body = Json.write(Map.of("batch", masker.masked(batch)));
    for (int attempt = 1; ; attempt++) {
      HttpAnswer answer = attempt(target, body);
      if (answer != null && !answer.isWorthRetrying()) {
        settle(batch, answer, target);
        return;
      }
      if (attempt >= ATTEMPTS || !pause(attempt, answer)) {
        lost(batch.size(), "Scores are dropped: " + target + " cannot take them.");
        return;
      }
      counters.retries.increment();
    }
  }

  private @Nullable HttpAnswer attempt(URI target, String body) {
    try {
      return http.sendJson("POST", target, body);
    } catch (IOException e) {
      notices.warn("scores", Explanations.of(e, target), null);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private boolean pause(int attempt, @Nullable HttpAnswer answer) {
    try {
      TimeUnit.NANOSECONDS.sleep(
          delays.after(attempt, answer == null ? null : answer.retryAfter()).toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The API answers 207 with an error for each event that it did not take. */
  private void settle(List<Map<String, Object>> batch, HttpAnswer answer, URI target) {
    int refused = answer.isSuccess() && !answer.isPage() ? refused(answer) : batch.size();
    if (refused > 0) {
      lost(Math.min(refused, batch.size()), Explanations.of(answer, target));
    }
    counters.scoresSent.add(Math.max(0, batch.size() - refused));
  }

  private static int refused(HttpAnswer answer) {
    return Json.parse(answer.text()) instanceof Map<?, ?> map
            && map.get("errors") instanceof List<?> errors
        ? errors.size()
        : 0;
  }

  private void lost(int scores, String message) {
    counters.scoresLost.add(scores);
    notices.warn("score", message, null);
  }
}
