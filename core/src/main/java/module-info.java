// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Run, generation and tool spans of AI agents. Start at {@link dev.spoor.AgentTracer}. */
module dev.spoor.core {
  requires transitive dev.spoor.cost;
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires io.opentelemetry.common;
  requires com.fasterxml.jackson.core;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.spoor;
  exports dev.spoor.semconv;
  exports dev.spoor.stream;
}
