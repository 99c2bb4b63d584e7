// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static dev.spoor.sandbox.EnvironmentNames.BAGGAGE;
import static dev.spoor.sandbox.EnvironmentNames.TRACEPARENT;
import static dev.spoor.sandbox.EnvironmentNames.TRACESTATE;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of the three W3C variables, those that are there. Most injections make one, and
 * it takes a third of what a map for any keys does.
 */
final class ContextVariables extends AbstractMap<String, String> {
  private final @Nullable String traceparent;
  private final @Nullable String tracestate;
  private final @Nullable String baggage;

  ContextVariables(
      @Nullable String traceparent, @Nullable String tracestate, @Nullable String baggage) {
    this.traceparent = traceparent;
    this.tracestate = tracestate;
    this.baggage = baggage;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    if (TRACEPARENT.equals(name)) {
      return traceparent;
    }
    if (TRACESTATE.equals(name)) {
      return tracestate;
    }
    return BAGGAGE.equals(name) ? baggage : null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return (traceparent == null ? 0 : 1) + (tracestate == null ? 0 : 1) + (baggage == null ? 0 : 1);
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    List<Map.Entry<String, String>> entries = new ArrayList<>(3);
    add(entries, TRACEPARENT, traceparent);
    add(entries, TRACESTATE, tracestate);
    add(entries, BAGGAGE, baggage);
    return Set.copyOf(entries);
  }

  private static void add(
      List<Map.Entry<String, String>> entries, String name, @Nullable String value) {
    if (value != null) {
      entries.add(Map.entry(name, value));
    }
  }
}
