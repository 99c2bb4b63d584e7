// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was set, by the builder, else by the environment, else by default; checked. Immutable. */
final class LangfuseSettings {
  final boolean enabled;
  final String publicKey;
  final String secretKey;
  final URI baseUrl;
  final String exportPath;
  final boolean immediate;
  /** A batch is sent when so many spans are waiting. */
  final int batchTrigger;
  /** A batch is never larger than this. */
  final int batchLimit;

  final Duration flushInterval;
  final int maxQueueSize;
  final int maxBatchBytes;
  final Duration timeout;
  final Duration flushTimeout;
  final Duration shutdownTimeout;
  final Duration firstRetryDelay;
  final Duration longestRetryDelay;
  final Duration longestRetry;
  final @Nullable String environment;
  final @Nullable String release;
  final double sampleRate;
  final boolean gzip;
  final boolean mediaUpload;
  final int mediaThreads;
  final Notices.Level logLevel;
  final @Nullable LangfuseMask mask;
  final @Nullable Predicate<ReadableSpan> filter;
  final Map<String, String> headers;
  final Supplier<MeterProvider> meters;

  LangfuseSettings(LangfuseSpanProcessorBuilder from) {
    var all = new SettingsReader(from.variables);
    enabled = all.flag(from.enabled, true, "LANGFUSE_TRACING_ENABLED");
    // Whoever switches it off, perhaps for the sake of a bad value, is not stopped by one.
    var environmentVariables = enabled ? all : new SettingsReader(variable -> null);
    publicKey = enabled ? environmentVariables.publicKey(from.publicKey) : "";
    secretKey = enabled ? environmentVariables.secretKey(from.secretKey) : "";
    baseUrl = environmentVariables.baseUrl(from.baseUrl);
    exportPath = environmentVariables.exportPath(from.exportPath);
    immediate = from.immediate;
    batchLimit = environmentVariables.flushAt(from.flushAt);
    maxQueueSize = environmentVariables.number(
        from.maxQueueSize,
        Math.max(2048, 2 * batchLimit),
        1,
        1 << 24,
        "LANGFUSE_MAX_QUEUE_SIZE",
        "OTEL_BSP_MAX_QUEUE_SIZE");
    batchTrigger = immediate ? 1 : Math.min(batchLimit, maxQueueSize);
    flushInterval = environmentVariables.flushInterval(from.flushInterval);
    maxBatchBytes = environmentVariables.number(
        from.maxBatchBytes, 4 << 20, 4096, 64 << 20, "LANGFUSE_OTEL_MAX_BATCH_SIZE_BYTES");
    timeout = environmentVariables.seconds(from.timeout, Duration.ofSeconds(5), "LANGFUSE_TIMEOUT");
    flushTimeout = from.flushTimeout;
    shutdownTimeout = from.shutdownTimeout;
    firstRetryDelay = from.firstRetryDelay;
    longestRetryDelay = from.longestRetryDelay;
    longestRetry = from.longestRetry;
    environment = environmentVariables.environment(from.environment);
    release = environmentVariables.release(from.release);
    sampleRate = environmentVariables.rate(from.sampleRate);
    gzip = from.gzip == null ? !isLoopback(baseUrl) : from.gzip;
    mediaUpload =
        environmentVariables.flag(from.mediaUpload, true, "LANGFUSE_MEDIA_UPLOAD_ENABLED");
    mediaThreads = environmentVariables.number(
        from.mediaThreads, 1, 1, 64, "LANGFUSE_MEDIA_UPLOAD_THREAD_COUNT");
    logLevel = environmentVariables.logLevel();
    mask = from.mask;
    filter = from.filter;
    headers = Map.copyOf(from.headers);
    meters = from.meters;
  }

  URI tracesEndpoint() {
    return api(exportPath);
  }

  /** Returns the address of {@code path} under the base URL. */
  URI api(String path) {
    return URI.create(baseUrl + (path.startsWith("/") ? path : "/" + path));
  }

  /** Returns the headers of every request to Langfuse. */
  Map<String, String> requestHeaders() {
    byte[] keys = (publicKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new HashMap<>();
    all.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(keys));
    all.put("x-langfuse-sdk-name", "java");
    all.put("x-langfuse-sdk-version", Version.OF_THIS);
    all.put("x-langfuse-public-key", publicKey);
    // Without it spans of an unknown SDK appear minutes later.
    all.put("x-langfuse-ingestion-version", "4");
    headers.forEach((name, value) -> {
      all.keySet().removeIf(name::equalsIgnoreCase);
      all.put(name, value);
    });
    return all;
  }

  private static boolean isLoopback(URI url) {
    String host = url.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  @Override
  public String toString() {
    return "LangfuseSettings{baseUrl=" + baseUrl + ", environment=" + environment + ", release="
        + release + ", immediate=" + immediate + ", flushAt=" + batchLimit + ", flushInterval="
        + flushInterval + '}';
  }
}
