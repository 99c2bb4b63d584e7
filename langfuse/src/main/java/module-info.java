// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Agent traces in Langfuse. Start at {@link dev.spoor.langfuse.LangfuseSpanProcessor}. */
module dev.spoor.langfuse {
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires transitive io.opentelemetry.sdk.common;
  requires transitive io.opentelemetry.sdk.trace;
  requires dev.spoor.core;
  requires transitive dev.spoor.cost;
  requires io.opentelemetry.common;
  requires io.opentelemetry.exporter.otlp;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires org.slf4j;
  requires static io.opentelemetry.sdk.autoconfigure.spi;
  requires static org.jspecify;

  exports dev.spoor.langfuse;

  provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
      dev.spoor.langfuse.LangfuseAutoConfiguration;
}
