// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LangfuseSpanProcessor}. What is not set here is taken from the environment, under
 * the names that Langfuse's own SDKs use, else from the defaults. Not safe for use by many threads.
 */
public final class LangfuseSpanProcessorBuilder {
  private static final Set<String> REFUSED_HEADERS = Set.of(
      "connection",
      "content-length",
      "content-type",
      "content-encoding",
      "expect",
      "host",
      "upgrade");

  @Nullable Boolean enabled;

  @Nullable String publicKey;

  @Nullable String secretKey;

  @Nullable String baseUrl;

  @Nullable String exportPath;

  boolean immediate;

  @Nullable Integer flushAt;

  @Nullable Duration flushInterval;

  @Nullable Integer maxQueueSize;

  @Nullable Integer maxBatchBytes;

  @Nullable Duration timeout;

  Duration flushTimeout = Duration.ofSeconds(30);
  Duration shutdownTimeout = Duration.ofSeconds(8);
  Duration firstRetryDelay = Duration.ofSeconds(1);
  Duration longestRetryDelay = Duration.ofSeconds(30);
  Duration longestRetry = Duration.ofMinutes(10);

  @Nullable String environment;

  @Nullable String release;

  @Nullable Double sampleRate;

  @Nullable Boolean gzip;

  @Nullable Boolean mediaUpload;

  @Nullable Integer mediaThreads;

  @Nullable LangfuseMask mask;

  @Nullable Predicate<ReadableSpan> filter;

  final Map<String, String> headers = new HashMap<>();
  Supplier<MeterProvider> meters = () -> GlobalOpenTelemetry.getOrNoop().getMeterProvider();
  UnaryOperator<@Nullable String> variables = System::getenv;

  LangfuseSpanProcessorBuilder() {}

  /**
   * Sets the project's public key, {@code pk-lf-…}. Default: {@code LANGFUSE_PUBLIC_KEY}; there
   * must be one.
   */
  public LangfuseSpanProcessorBuilder setPublicKey(String publicKey) {
    this.publicKey = requireNonNull(publicKey, "publicKey");
    return this;
  }

  /**
   * Sets the project's secret key, {@code sk-lf-…}. Default: {@code LANGFUSE_SECRET_KEY}; there
   * must be one.
   */
  public LangfuseSpanProcessorBuilder setSecretKey(String secretKey) {
    this.secretKey = requireNonNull(secretKey, "secretKey");
    return this;
  }

  /**
   * Sets the server's address. Default: {@code LANGFUSE_BASE_URL}, else {@code LANGFUSE_BASEURL},
   * else {@code LANGFUSE_HOST}, else {@code https://cloud.langfuse.com}.
   */
  public LangfuseSpanProcessorBuilder setBaseUrl(String baseUrl) {
    this.baseUrl = requireNonNull(baseUrl, "baseUrl");
    return this;
  }

  /**
   * Sets the path that spans are posted to. Default: {@code LANGFUSE_OTEL_TRACES_EXPORT_PATH}, else
   * {@code /api/public/otel/v1/traces}.
   */
  public LangfuseSpanProcessorBuilder setExportPath(String exportPath) {
    this.exportPath = requireNonNull(exportPath, "exportPath");
    return this;
  }

  /**
   * Sets whether spans are sent at all. Default: {@code LANGFUSE_TRACING_ENABLED}, else true. When
   * false no keys are needed and the processor does nothing.
   */
  public LangfuseSpanProcessorBuilder setEnabled(boolean enabled) {
    this.enabled = enabled;
    return this;
  }

  /**
   * Sets whether each span is sent as soon as it ends, for processes that may be frozen or killed
   * at any time. Spans that end while a request is under way share the next one. The thread that
   * ends a span never waits. Default: false, spans are sent in batches.
   */
  public LangfuseSpanProcessorBuilder setImmediate(boolean immediate) {
    this.immediate = immediate;
    return this;
  }

  /**
   * Sets how many ended spans make a batch. Default: {@code LANGFUSE_FLUSH_AT} unless it is 0, else
   * {@code OTEL_BSP_MAX_EXPORT_BATCH_SIZE}, else 512. Small batches cost: 64 take about three times
   * the processor time a span.
   */
  public LangfuseSpanProcessorBuilder setFlushAt(int flushAt) {
    this.flushAt = flushAt;
    return this;
  }

  /**
   * Sets how long an ended span waits at most before it is sent. Default:
   * {@code LANGFUSE_FLUSH_INTERVAL} in seconds, else {@code OTEL_BSP_SCHEDULE_DELAY} in
   * milliseconds, else 5 s.
   */
  public LangfuseSpanProcessorBuilder setFlushInterval(Duration flushInterval) {
    this.flushInterval = requireNonNull(flushInterval, "flushInterval");
    return this;
  }

  /**
   * Sets how many ended spans are held at most, those on their way included; more are dropped and
   * counted. Default: {@code LANGFUSE_MAX_QUEUE_SIZE}, else {@code OTEL_BSP_MAX_QUEUE_SIZE}, else
   * 2048 or twice the batch.
   */
  public LangfuseSpanProcessorBuilder setMaxQueueSize(int maxQueueSize) {
    this.maxQueueSize = maxQueueSize;
    return this;
  }

  /**
   * Sets how large a request may be before it is packed. A batch that is larger is split, a span
   * that is larger has its longest texts cut. Default: {@code LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES},
   * else 4 MiB.
   */
  public LangfuseSpanProcessorBuilder setMaxBatchBytes(int maxBatchBytes) {
    this.maxBatchBytes = maxBatchBytes;
    return this;
  }

  /** Sets how long one request may take. Default: {@code LANGFUSE_TIMEOUT} in seconds, else 5 s. */
  public LangfuseSpanProcessorBuilder setTimeout(Duration timeout) {
    this.timeout = requireNonNull(timeout, "timeout");
    return this;
  }

  /**
   * Sets how long a flush tries before it says that it failed; the spans stay in the queue.
   * Default: 30 s.
   */
  public LangfuseSpanProcessorBuilder setFlushTimeout(Duration flushTimeout) {
    this.flushTimeout = positive(flushTimeout, "flushTimeout");
    return this;
  }

  /**
   * Sets how long a shutdown tries to deliver what is left. Default: 8 s, which is within the 10 s
   * that the SDK waits.
   */
  public LangfuseSpanProcessorBuilder setShutdownTimeout(Duration shutdownTimeout) {
    this.shutdownTimeout = positive(shutdownTimeout, "shutdownTimeout");
    return this;
  }

  /**
   * Sets for how long a batch is sent again while the server cannot take it. Then it is counted as
   * lost, and the next has its turn. Default: 10 minutes.
   */
  public LangfuseSpanProcessorBuilder setMaxRetryDuration(Duration maxRetryDuration) {
    longestRetry = positive(maxRetryDuration, "maxRetryDuration");
    return this;
  }

  LangfuseSpanProcessorBuilder setRetryDelays(Duration first, Duration longest) {
    firstRetryDelay = first;
    longestRetryDelay = longest;
    return this;
  }

  /**
   * Sets the environment of all spans that have none: at most 40 of {@code a-z0-9_-}. Default:
   * {@code LANGFUSE_TRACING_ENVIRONMENT}, else none, which Langfuse shows as {@code default}.
   */
  public LangfuseSpanProcessorBuilder setEnvironment(String environment) {
    this.environment = requireNonNull(environment, "environment");
    return this;
  }

  /**
   * Sets the release of the application. Default: {@code LANGFUSE_RELEASE}, else the commit that a
   * build or hosting service tells in the environment, else none.
   */
  public LangfuseSpanProcessorBuilder setRelease(String release) {
    this.release = requireNonNull(release, "release");
    return this;
  }

  /**
   * Sets the share of traces that is sent, from 0 to 1. Whole traces are kept or left, by their id,
   * the same way in every process. Default: {@code LANGFUSE_SAMPLE_RATE}, else 1.
   */
  public LangfuseSpanProcessorBuilder setSampleRate(double sampleRate) {
    this.sampleRate = sampleRate;
    return this;
  }

  /** Sets whether requests are packed. Default: true, unless the server is on this machine. */
  public LangfuseSpanProcessorBuilder setGzip(boolean gzip) {
    this.gzip = gzip;
    return this;
  }

  /**
   * Sets whether images, audio and files in content are uploaded and replaced by a reference.
   * Default: {@code LANGFUSE_MEDIA_UPLOAD_ENABLED}, else true.
   */
  public LangfuseSpanProcessorBuilder setMediaUpload(boolean mediaUpload) {
    this.mediaUpload = mediaUpload;
    return this;
  }

  /** Sets how many threads upload. Default: {@code LANGFUSE_MEDIA_UPLOAD_THREAD_COUNT}, else 1. */
  public LangfuseSpanProcessorBuilder setMediaUploadThreads(int threads) {
    mediaThreads = threads;
    return this;
  }

  /** Sets what is replaced in all that goes to Langfuse. Default: nothing. */
  public LangfuseSpanProcessorBuilder setMask(LangfuseMask mask) {
    this.mask = requireNonNull(mask, "mask");
    return this;
  }

  /**
   * Sets which spans go to Langfuse, in place of the default: Spoor's spans, those of known AI
   * libraries, and those with a {@code gen_ai.} or {@code langfuse.observation.} attribute or an
   * OpenInference kind. Asked when a span starts, which decides the shape of the tree, and when it
   * ends. If it throws, the span is not sent.
   */
  public LangfuseSpanProcessorBuilder setExportFilter(Predicate<ReadableSpan> filter) {
    this.filter = requireNonNull(filter, "filter");
    return this;
  }

  /** Adds a header to every request to Langfuse; it replaces one of ours of the same name. */
  public LangfuseSpanProcessorBuilder addHeader(String name, String value) {
    boolean token = name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    if (!token || REFUSED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The header name \"" + Notices.clean(name) + "\" cannot be set: expected letters, digits"
              + " and dashes, and none of " + REFUSED_HEADERS + ".");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("The value of the header " + name
          + " has a line break or a character that is not ASCII: encode it.");
    }
    headers.put(name, value);
    return this;
  }

  /**
   * Sets where the counters of delivery go. Asked once, when the first span ends. Default: the
   * global OpenTelemetry.
   */
  public LangfuseSpanProcessorBuilder setMeterProvider(Supplier<MeterProvider> meterProvider) {
    this.meters = requireNonNull(meterProvider, "meterProvider");
    return this;
  }

  /**
   * Sets where the variables are read that no setter has set: given a name such as
   * {@code LANGFUSE_PUBLIC_KEY}, it returns its value or null. Default: the environment.
   */
  public LangfuseSpanProcessorBuilder setVariables(UnaryOperator<@Nullable String> variables) {
    this.variables = requireNonNull(variables, "variables");
    return this;
  }

  private static Duration positive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          name + " is " + duration + ", expected more than nothing and at most a day.");
    }
    return duration;
  }

  /**
   * Returns the processor.
   *
   * @throws IllegalArgumentException if a key is missing or a value cannot be; the message says
   *     which and what to do
   */
  public LangfuseSpanProcessor build() {
    return new LangfuseSpanProcessor(new LangfuseSettings(this));
  }
}
