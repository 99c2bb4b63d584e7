// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Set;
import java.util.function.Predicate;

/** Builds a {@link SandboxPropagator}. Not safe for use by many threads. */
public final class SandboxPropagatorBuilder {
  final TextMapPropagator propagator;
  Predicate<String> baggage = key -> false;

  SandboxPropagatorBuilder(TextMapPropagator propagator) {
    this.propagator = requireNonNull(propagator, "propagator");
  }

  /**
   * Sets the keys of the baggage entries that go into a sandbox. Every program in there can read
   * them. Default: none.
   */
  public SandboxPropagatorBuilder setBaggageKeys(Set<String> keys) {
    Set<String> copy = Set.copyOf(keys);
    return setBaggageKeys(copy::contains);
  }

  /**
   * Sets which baggage entries go into a sandbox, by a test of their keys that always gives the
   * same answer for the same key. It is called by many threads. Default: none do.
   */
  public SandboxPropagatorBuilder setBaggageKeys(Predicate<String> allowed) {
    this.baggage = requireNonNull(allowed, "allowed");
    return this;
  }

  /** Returns the propagator. */
  public SandboxPropagator build() {
    return new SandboxPropagator(this);
  }
}
