// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** One call that sets everything up; cost for model calls that others recorded. */
module dev.spoor.autoconfigure {
  requires transitive dev.spoor.core;
  requires transitive dev.spoor.cost;
  requires transitive dev.spoor.langfuse;
  requires transitive dev.spoor.sandbox;
  requires transitive dev.spoor.sse;
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires transitive io.opentelemetry.sdk.autoconfigure.spi;
  requires transitive io.opentelemetry.sdk.common;
  requires transitive io.opentelemetry.sdk.trace;
  requires io.opentelemetry.common;
  requires io.opentelemetry.sdk;
  requires io.opentelemetry.sdk.autoconfigure;
  requires io.opentelemetry.sdk.logs;
  requires io.opentelemetry.sdk.metrics;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.spoor.autoconfigure;

  provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
      dev.spoor.autoconfigure.SpoorAutoConfiguration;

  uses io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
  uses io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
  uses io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
  uses io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
  uses io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
}
