// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a batch to the server, whatever it takes: split while it is too large, again while the
 * server may still take it. Every span ends up counted, as delivered or as lost. For one thread.
 */
final class Delivery implements AutoCloseable {
  /** A server that answers but fails gets this many attempts: the batch itself may be the cause. */
  private static final int ATTEMPTS_AT_FAULT = 6;

  private final LangfuseSettings settings;
  private final URI target;
  private final LangfuseHttp http;
  private final DeliveryCounters counters;
  private final Notices notices;
  private final Pauses pauses;
  private final OtlpEncoder encoder;
  private final LangfuseHttp.@Nullable GzipSink gzip;
  private final RetryDelay delays;

  Delivery(
      LangfuseSettings settings,
      LangfuseHttp http,
      DeliveryCounters counters,
      Notices notices,
      Pauses pauses) {
    this.settings = settings;
    this.http = http;
    this.counters = counters;
    this.notices = notices;
    this.pauses = pauses;
    target = settings.tracesEndpoint();
    encoder = new OtlpEncoder(settings.maxBatchBytes);
    gzip = settings.gzip ? new LangfuseHttp.GzipSink() : null;
    delays = new RetryDelay(settings.firstRetryDelay, settings.longestRetryDelay);
  }

  /** Delivers {@code spans}; returns when each is delivered or lost. */
  void deliver(List<SpanData> spans) {
    if (spans.isEmpty()) {
      return;
    }
    if (pauses.isOver()) {
      counters.lost(Loss.SHUTDOWN, spans.size());
    } else if (encode(spans)) {
      post(spans);
    } else {
      split(spans);
    }
  }

  private boolean encode(List<SpanData> spans) {
    try {
      return encoder.encode(spans);
    } catch (IOException | RuntimeException e) {
      notices.warn("encode", "A span could not be encoded for Langfuse and is dropped.", e);
      return false;
    }
  }

  private void split(List<SpanData> spans) {
    if (spans.size() > 1) {
      int half = spans.size() / 2;
      deliver(spans.subList(0, half));
      deliver(spans.subList(half, spans.size()));
      return;
    }
    SpanData cut = SpanCutter.cut(spans.get(0), settings.maxBatchBytes);
    if (cut != null && encode(List.of(cut))) {
      counters.cut.increment();
      post(List.of(cut));
    } else {
      counters.lost(Loss.TOO_LARGE, 1);
    }
  }

  private void post(List<SpanData> spans) {
    long giveUp = System.nanoTime() + settings.longestRetry.toNanos();
    for (int attempt = 1; ; attempt++) {
      HttpAnswer answer = attempt();
      if (answer != null && !answer.isWorthRetrying()) {
        settle(spans, answer);
        return;
      }
      if (isHopeless(answer, attempt, giveUp)) {
        counters.lost(Loss.GAVE_UP, spans.size());
        return;
      }
      Duration delay = delays.after(attempt, answer == null ? null : answer.retryAfter());
      if (!pauses.pause(delay)) {
        counters.lost(Loss.SHUTDOWN, spans.size());
        return;
      }
      counters.retries.increment();
    }
  }

  /** Returns the answer, or null if there was none. */
  private @Nullable HttpAnswer attempt() {
    try {
      HttpAnswer answer = http.postSpans(target, encoder.message(), gzip);
      if (answer.isWorthRetrying()) {
        notices.warn(Notices.STATUS + answer.status(), Explanations.of(answer, target), null);
      }
      return answer;
    } catch (InterruptedException e) {
      // Nobody but the shutdown may stop this thread; what was interrupted is tried again.
      return null;
    } catch (IOException e) {
      if (!pauses.isOver()) {
        notices.warn(Notices.UNREACHABLE, Explanations.of(e, target), null);
      }
      notices.debug(e.toString());
      return null;
    }
  }

  private static boolean isHopeless(@Nullable HttpAnswer answer, int attempt, long giveUp) {
    boolean fault = answer != null && answer.status() == 500;
    return (fault && attempt >= ATTEMPTS_AT_FAULT) || System.nanoTime() - giveUp >= 0;
  }

  private void settle(List<SpanData> spans, HttpAnswer answer) {
    if (answer.isSuccess() && !answer.isPage()) {
      long rejected = Math.min(spans.size(), PartialSuccess.rejected(answer));
      counters.delivered.add(spans.size() - rejected);
      counters.lost(Loss.REJECTED, (int) rejected);
      if (rejected > 0) {
        notices.warn("partial", Explanations.of(answer, target), null);
      } else {
        notices.recovered("Langfuse takes spans again.");
      }
    } else if (answer.status() == 413 && spans.size() > 1) {
      split(spans);
    } else {
      counters.lost(Loss.REJECTED, spans.size());
      notices.warn(Notices.STATUS + answer.status(), Explanations.of(answer, target), null);
    }
  }

  @Override
  public void close() {
    encoder.close();
  }

  /** Waiting between attempts, as the worker allows it. */
  interface Pauses {
    /** Waits, and returns whether there is any sense in another attempt. */
    boolean pause(Duration delay);

    /** Returns whether there is no more time. */
    boolean isOver();
  }
}
