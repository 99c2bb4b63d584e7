// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** One call that sets everything up; cost for model calls that others recorded. */
module dev.spoor.autoconfigure {
  requires transitive dev.spoor.cost;
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires transitive io.opentelemetry.sdk.common;
  requires transitive io.opentelemetry.sdk.trace;
  requires dev.spoor.core;
  requires io.opentelemetry.common;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.spoor.autoconfigure;
}
