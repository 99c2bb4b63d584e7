// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to Langfuse as agents, generations and tools. Register it with the tracer provider;
 * spans of any library that speak of generative AI then appear there, beside every other exporter.
 *
 * <p>The threads that start and end spans never wait and never see an exception. Spans are held in
 * a bounded queue and delivered by one thread; while Langfuse cannot be reached they are sent
 * again, and what does not fit is dropped and counted: see {@link #statistics()} and the metrics
 * {@code langfuse.spans.*}. Safe for use by many threads.
 *
 * <pre>{@code
 * var langfuse = LangfuseSpanProcessor.create(); // keys from the environment
 * var provider = SdkTracerProvider.builder().addSpanProcessor(langfuse).build();
 * }</pre>
 */
public final class LangfuseSpanProcessor implements SpanProcessor {
  private final LangfuseSettings settings;
  private final DeliveryCounters counters = new DeliveryCounters();
  private final Notices notices;
  private final SpanFilter filter;
  private final SpanPlacer placer = new SpanPlacer();
  private final SpanQueue queue;
  private final LangfuseHttp http;
  private final ScoreSender scores;
  private final @Nullable MediaUploader media;
  private final @Nullable DeliveryWorker worker;
  private final AtomicBoolean published = new AtomicBoolean();
  private volatile boolean stopped;

  /**
   * Returns a processor that is set by the environment.
   *
   * @throws IllegalArgumentException if a key is missing or a value cannot be; the message says
   *     which and what to do
   */
  public static LangfuseSpanProcessor create() {
    return builder().build();
  }

  /** Returns a builder whose settings are those of the environment until set. */
  public static LangfuseSpanProcessorBuilder builder() {
    return new LangfuseSpanProcessorBuilder();
  }

  LangfuseSpanProcessor(LangfuseSettings settings) {
    this.settings = settings;
    notices = new Notices(settings.logLevel);
    filter = new SpanFilter(settings.filter, settings.sampleRate);
    queue = new SpanQueue(settings.maxQueueSize);
    http = new LangfuseHttp(settings.timeout, settings.requestHeaders());
    scores = new ScoreSender(settings, http, notices, counters);
    media = settings.enabled && settings.mediaUpload
        ? new MediaUploader(settings, http, counters, notices)
        : null;
    worker = settings.enabled ? startWorker() : null;
  }

  private DeliveryWorker startWorker() {
    var translator = new SpanTranslator(settings, placer, media, counters, notices);
    var started = new DeliveryWorker(
        settings, queue, translator, new Side(scores, media, http), counters, notices);
    started.start();
    return started;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    try {
      TraceAttributes.stamp(parentContext, span);
      placer.place(parentContext, span, filter.expects(span));
    } catch (Throwable t) {
      // A filter of the host's failed: whether the span goes out is asked again at its end.
      dropped("start", t);
    }
  }

  @Override
  public boolean isStartRequired() {
    return worker != null;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    try {
      end(span);
    } catch (Throwable t) {
      counters.lost(Loss.UNREADABLE, 1);
      dropped("end", t);
    }
  }

  private void end(ReadableSpan span) {
    if (worker == null || !span.getSpanContext().isSampled()) {
      return;
    }
    boolean goes = filter.samples(span.getSpanContext().getTraceId()) && filter.accepts(span);
    int waiting = goes && !stopped ? queue.offer(span) : -1;
    if (waiting > 0) {
      worker.added(waiting);
      if (!published.get()) {
        publish();
      }
      return;
    }
    placer.take(span.getSpanContext().getSpanId());
    if (goes) {
      counters.lost(stopped ? Loss.SHUTDOWN : Loss.QUEUE_FULL, 1);
      warnOfDrops();
    }
  }

  private void warnOfDrops() {
    if (stopped) {
      notices.warn("stopped", "Spans ended after Langfuse was shut down and are dropped.", null);
    } else {
      notices.warn(
          "queue",
          "Spans end faster than Langfuse takes them: the queue of "
              + settings.maxQueueSize
              + " is full and spans are dropped. See langfuse.spans.lost; raise"
              + " setMaxQueueSize or send fewer.",
          null);
    }
  }

  private void publish() {
    if (published.compareAndSet(false, true)) {
      counters.publish(settings.meters.get(), queue::size);
    }
  }

  @Override
  public boolean isEndRequired() {
    return worker != null;
  }

  private void dropped(String where, Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      throw error;
    }
    notices.warn(where, "A span could not be handled for Langfuse.", failure);
  }

  /**
   * Delivers every span that has ended before. The result is a success only if Langfuse has
   * accepted all of them and none was lost since the flush before; it fails after the flush
   * timeout, and the spans then stay in the queue. Returns at once; wait with {@code join}.
   */
  @Override
  public CompletableResultCode forceFlush() {
    if (worker == null) {
      return CompletableResultCode.ofSuccess();
    }
    CompletableResultCode spans = worker.flush(settings.flushTimeout);
    return scores.isIdle() ? spans : CompletableResultCode.ofAll(List.of(spans, scores.flush()));
  }

  /**
   * Waits for {@link #forceFlush()} up to {@code timeout} and returns whether all was delivered.
   */
  public boolean forceFlush(Duration timeout) {
    return forceFlush().join(timeout.toNanos(), TimeUnit.NANOSECONDS).isSuccess();
  }

  /**
   * Delivers what is left, within the shutdown timeout, and ends the delivery thread. The result is
   * a success only if nothing was lost. Returns at once; calling it again returns the same result.
   */
  @Override
  public CompletableResultCode shutdown() {
    stopped = true;
    return worker == null ? CompletableResultCode.ofSuccess() : worker.stop();
  }

  /**
   * Sends a score in the background. It is left out if its trace is one that the sample rate leaves
   * out. Returns at once and never throws but for null.
   */
  public void score(Score score) {
    String traceId = score.traceId();
    boolean sampled = traceId == null || !TraceId.isValid(traceId) || filter.samples(traceId);
    if (worker == null || !sampled || stopped) {
      return;
    }
    if (score.isSendable()) {
      scores.send(score.event(settings.environment));
    } else {
      counters.scoresLost.increment();
      notices.warn("score value", "A score is dropped: its value is not a number.", null);
    }
  }

  /**
   * Asks Langfuse whether it is there and whether it accepts the keys. Waits for the answer, twice
   * the timeout at most: not for a hot path.
   */
  public LangfuseHealth health() {
    return worker == null
        ? new LangfuseHealth(
            false, false, null, null, "Langfuse is switched off by LANGFUSE_TRACING_ENABLED.")
        : new HealthCheck(settings, http).check();
  }

  /** Returns where a trace can be seen by those who may see the project {@code projectId}. */
  public String traceUrl(String projectId, String traceId) {
    return settings.baseUrl + "/project/" + projectId + "/traces/" + traceId;
  }

  /** Returns what became of the spans so far. */
  public LangfuseStatistics statistics() {
    return counters.statistics(queue.size());
  }

  @Override
  public String toString() {
    return "LangfuseSpanProcessor{enabled=" + (worker != null) + ", " + settings + '}';
  }
}
