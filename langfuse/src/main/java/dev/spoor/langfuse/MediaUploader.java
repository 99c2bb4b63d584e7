// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Uploads files on threads of its own, bounded in number and bytes. The same file always has the
 * same thread, so it is never uploaded twice at once; one that Langfuse has is not uploaded again.
 */
final class MediaUploader implements MediaExtractor {
  private static final String TRACE = "langfuse.trace.";
  private static final int WAITING = 1000;
  private static final long WAITING_BYTES = 64L << 20;
  private static final int ATTEMPTS = 4;

  private final LangfuseSettings settings;
  private final LangfuseHttp http;
  private final DeliveryCounters counters;
  private final Notices notices;
  private final RetryDelay delays;
  private final ThreadPoolExecutor[] lanes;
  private final AtomicLong waitingBytes = new AtomicLong();

  MediaUploader(
      LangfuseSettings settings, LangfuseHttp http, DeliveryCounters counters, Notices notices) {
    this.settings = settings;
    this.http = http;
    this.counters = counters;
    this.notices = notices;
    delays = new RetryDelay(settings.firstRetryDelay, settings.longestRetryDelay);
    lanes = new ThreadPoolExecutor[settings.mediaThreads];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = DaemonThreads.pool(
          1, "spoor-langfuse-media", new ArrayBlockingQueue<>(Math.max(1, WAITING / lanes.length)));
    }
  }

  @Override
  public void extract(SpanData span, FlatAttributes attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      String field = fieldOf(attributes.keyAt(i).getKey());
      if (field != null && attributes.valueAt(i) instanceof String text) {
        var finder = new MediaFinder(media -> take(media, span, field));
        String replaced = finder.replace(text);
        if (!replaced.equals(text)) {
          attributes.setAt(i, attributes.keyAt(i), replaced);
        }
      }
    }
  }

  private static @Nullable String fieldOf(String name) {
    if (name.startsWith(LangfuseKeys.OBSERVATION)) {
      return fieldOf(name, LangfuseKeys.OBSERVATION.length());
    }
    return name.startsWith(TRACE) ? fieldOf(name, TRACE.length()) : null;
  }

  private static @Nullable String fieldOf(String name, int from) {
    if (name.startsWith("metadata", from)) {
      return "metadata";
    }
    return isRest(name, from, "input") ? "input" : isRest(name, from, "output") ? "output" : null;
  }

  private static boolean isRest(String name, int from, String rest) {
    return name.length() == from + rest.length() && name.startsWith(rest, from);
  }

  private boolean take(Media media, SpanData span, String field) {
    int size = media.bytes.length;
    if (waitingBytes.addAndGet(size) > WAITING_BYTES) {
      waitingBytes.addAndGet(-size);
      return false;
    }
    String traceId = span.getTraceId();
    String spanId = span.getSpanId();
    try {
      lanes[Math.floorMod(media.id.hashCode(), lanes.length)].execute(() -> {
        try {
          upload(media, traceId, spanId, field);
        } finally {
          waitingBytes.addAndGet(-size);
        }
      });
      return true;
    } catch (RejectedExecutionException e) {
      waitingBytes.addAndGet(-size);
      return false;
    }
  }

  private void upload(Media media, String traceId, String spanId, String field) {
    try {
      String place = announce(media, traceId, spanId, field);
      if (place != null) {
        store(media, URI.create(place));
      }
      counters.mediaUploaded.increment();
    } catch (IOException | RuntimeException e) {
      failed(e);
    } catch (InterruptedException e) {
      failed(e);
      Thread.currentThread().interrupt();
    }
  }

  private void failed(Exception failure) {
    counters.mediaFailed.increment();
    notices.warn(
        "media",
        "A file was not uploaded to Langfuse: "
            + Notices.clean(String.valueOf(failure.getMessage())),
        null);
  }

  /** Returns where to put the file, or null if Langfuse has it already. */
  private @Nullable String announce(Media media, String traceId, String spanId, String field)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("contentLength", media.bytes.length);
    body.put("traceId", traceId);
    body.put("observationId", spanId);
    body.put("field", field);
    body.put("contentType", media.mimeType);
    body.put("sha256Hash", media.sha256);
    HttpAnswer answer =
        retried(() -> http.sendJson("POST", settings.api("/api/public/media"), Json.write(body)));
    Object said = Json.parse(answer.text());
    if (!answer.isSuccess() || !(said instanceof Map<?, ?> map)) {
      throw new IOException(
          "POST /api/public/media was answered with " + answer.status() + ": " + answer.text());
    }
    if (!media.id.equals(map.get("mediaId"))) {
      throw new IOException("Langfuse gave the file another id than its hash");
    }
    return map.get("uploadUrl") instanceof String url ? url : null;
  }

  private void store(Media media, URI place) throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", media.mimeType);
    if (!String.valueOf(place.getHost()).endsWith("storage.googleapis.com")) {
      headers.put("x-amz-checksum-sha256", media.sha256);
      headers.put("x-ms-blob-type", "BlockBlob");
    }
    long start = System.nanoTime();
    HttpAnswer answer = retried(() -> http.put(place, media.bytes, headers));
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("uploadedAt", Instant.now().toString());
    report.put("uploadHttpStatus", answer.status());
    report.put("uploadHttpError", answer.isSuccess() ? null : Notices.clean(answer.text()));
    report.put("uploadTimeMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    retried(() ->
        http.sendJson("PATCH", settings.api("/api/public/media/" + media.id), Json.write(report)));
    if (!answer.isSuccess()) {
      throw new IOException("The storage answered " + answer.status());
    }
  }

  private HttpAnswer retried(Request request) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String retryAfter = null;
      try {
        HttpAnswer answer = request.send();
        if (!answer.isWorthRetrying() || attempt >= ATTEMPTS) {
          return answer;
        }
        retryAfter = answer.retryAfter();
      } catch (IOException e) {
        if (attempt >= ATTEMPTS) {
          throw e;
        }
      }
      TimeUnit.NANOSECONDS.sleep(delays.after(attempt, retryAfter).toNanos());
    }
  }

  /** Returns whether no file is waiting or under way. */
  boolean isIdle() {
    return waitingBytes.get() == 0;
  }

  void close() {
    for (ThreadPoolExecutor lane : lanes) {
      DaemonThreads.end(lane).forEach(left -> counters.mediaFailed.increment());
    }
  }

  private interface Request {
    HttpAnswer send() throws IOException, InterruptedException;
  }
}
