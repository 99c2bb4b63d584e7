// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.context.Context;
import java.util.function.Predicate;

/** Lets only the allowed baggage of a context through: an environment is no place for secrets. */
final class BaggageFilter {
  private final Predicate<String> allowed;

  BaggageFilter(Predicate<String> allowed) {
    this.allowed = allowed;
  }

  /** Returns {@code context} itself when nothing in {@code baggage}, its baggage, is withheld. */
  Context apply(Context context, Baggage baggage) {
    if (baggage.isEmpty()) {
      return context;
    }
    Allowed kept = new Allowed(allowed);
    baggage.forEach((key, entry) -> kept.count(key));
    return kept.withheld == 0 ? context : context.with(filtered(baggage));
  }

  private Baggage filtered(Baggage baggage) {
    BaggageBuilder builder = Baggage.builder();
    baggage.forEach((key, entry) -> {
      if (allowed.test(key)) {
        builder.put(key, entry.getValue(), entry.getMetadata());
      }
    });
    return builder.build();
  }

  private static final class Allowed {
    private final Predicate<String> allowed;
    private int withheld;

    private Allowed(Predicate<String> allowed) {
      this.allowed = allowed;
    }

    private void count(String key) {
      if (!allowed.test(key)) {
        withheld++;
      }
    }
  }
}
