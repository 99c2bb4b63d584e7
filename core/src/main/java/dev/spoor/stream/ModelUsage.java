// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One model's entry of a result's {@code modelUsage}. */
record ModelUsage(
    String model,
    @Nullable String canonicalModel,
    UsageCounts counts,
    @Nullable BigDecimal cost) {
  /** More models than this in one run are not to be believed. */
  static final int MAX_MODELS = 1_000;

  private static final Pattern DATE = Pattern.compile("[-@](19|20)\\d{6}$");

  static ModelUsage read(String model, JsonParser parser) throws IOException {
    var counts = new UsageCounts();
    String canonical = null;
    BigDecimal cost = null;
    for (String name = Json.nextField(parser); name != null; name = Json.nextField(parser)) {
      if (counts.readModelField(name, parser)) {
        continue;
      }
      switch (name) {
        case "canonicalModel" -> canonical = Json.name(parser);
        case "costUSD" -> cost = Json.decimal(parser);
        default -> parser.skipChildren();
      }
    }
    return new ModelUsage(model, canonical, counts, cost);
  }

  /**
   * Returns the name under which a model's sums are kept when the source tells no other: without
   * its date.
   */
  static String canonical(String model) {
    return DATE.matcher(model).replaceFirst("");
  }
}
