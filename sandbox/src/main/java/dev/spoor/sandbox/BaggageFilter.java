// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.context.Context;
import java.util.function.BiConsumer;
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
    Withheld withheld = new Withheld(allowed);
    baggage.forEach(withheld);
    return withheld.count == 0 ? context : context.with(filtered(baggage));
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

  private static final class Withheld implements BiConsumer<String, BaggageEntry> {
    private final Predicate<String> allowed;
    private int count;

    private Withheld(Predicate<String> allowed) {
      this.allowed = allowed;
    }

    @Override
    public void accept(String key, BaggageEntry entry) {
      if (!allowed.test(key)) {
        count++;
      }
    }
  }
}
