// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.List;
import java.util.Map;

/** A span as it was on the wire, in whichever of the two encodings of OTLP. */
record WireSpan(
    String traceId,
    String id,
    String parentId,
    String name,
    long startNanos,
    long endNanos,
    Map<String, Object> attributes,
    Map<String, Object> resource,
    String scope,
    boolean error,
    String statusMessage,
    List<Event> events) {

  record Event(String name, Map<String, Object> attributes) {}
}
