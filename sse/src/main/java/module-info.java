// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Event streams to browsers, recorded from the first byte to the last. */
module dev.spoor.sse {
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires transitive dev.spoor.core;
  requires io.opentelemetry.common;
  requires org.slf4j;
  requires static org.jspecify;
  requires static jakarta.servlet;
  requires static org.reactivestreams;
  requires static reactor.core;
  requires static spring.core;
  requires static spring.web;
  requires static spring.webmvc;

  exports dev.spoor.sse;
  exports dev.spoor.sse.servlet;
  exports dev.spoor.sse.spring;
}
