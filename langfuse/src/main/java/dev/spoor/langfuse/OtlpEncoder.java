// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns spans into an OTLP message. OpenTelemetry's encoder is only to be had inside its exporter,
 * so the exporter is given a sender that keeps the bytes: encoding is reused, delivery is ours. For
 * one thread.
 */
final class OtlpEncoder implements AutoCloseable {
  private final int limit;
  private final ByteSink sink = new ByteSink();
  private final OtlpHttpSpanExporter exporter;
  private @Nullable Throwable failure;
  private int size;

  OtlpEncoder(int limit) {
    this.limit = limit;
    exporter = OtlpHttpSpanExporter.builder()
        .setMemoryMode(MemoryMode.REUSABLE_DATA)
        .setMeterProvider(MeterProvider.noop())
        .setComponentLoader(new KeepingLoader())
        .build();
  }

  /**
   * Encodes {@code spans} and returns whether the message is within the limit; if so it is in
   * {@link #message()}.
   */
  boolean encode(Collection<SpanData> spans) throws IOException {
    sink.clear();
    failure = null;
    exporter.export(spans);
    if (failure != null) {
      throw new IOException("The spans could not be encoded", failure);
    }
    return size <= limit;
  }

  /** Returns the message of the last {@link #encode}; valid until the next. */
  ByteSink message() {
    return sink;
  }

  @Override
  public void close() {
    exporter.close();
  }

  private final class KeepingLoader implements ComponentLoader {
    @Override
    public <T> Iterable<T> load(Class<T> spi) {
      return spi == HttpSenderProvider.class
          ? List.of(spi.cast((HttpSenderProvider) config -> new KeepingSender()))
          : List.of();
    }
  }

  private final class KeepingSender implements HttpSender {
    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      try {
        size = message.getContentLength();
        if (size <= limit) {
          message.writeMessage(sink);
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      onResponse.accept(Kept.INSTANCE);
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private enum Kept implements HttpResponse {
    INSTANCE;

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    @SuppressWarnings("mutable") // empty
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }
}
