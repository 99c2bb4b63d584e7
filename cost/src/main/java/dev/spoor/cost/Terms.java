// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words with which providers tell the terms of a request, and which of them mean none. */
final class Terms {
  static final String BATCH = "batch";

  private static final Set<String> STANDARD_TIERS = Set.of(
      "", "standard", "standard_only", "default", "auto", "not_available", "global", "on_demand");
  private static final Set<String> GLOBAL_REGIONS =
      Set.of("", "global", "default", "standard", "auto", "not_available", "global-standard");
  private static final Set<String> NORMAL_SPEEDS =
      Set.of("", "standard", "normal", "default", "auto", "not_available", "global");

  private Terms() {}

  static boolean isStandardTier(@Nullable String tier) {
    return STANDARD_TIERS.contains(word(tier));
  }

  static boolean isGlobalRegion(@Nullable String region) {
    return GLOBAL_REGIONS.contains(word(region));
  }

  static boolean isNormalSpeed(@Nullable String speed) {
    return NORMAL_SPEEDS.contains(word(speed));
  }

  /** Returns {@code text} as it is compared; "" for none. */
  static String word(@Nullable String text) {
    return text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
  }

  /** Returns the tier that Gemini's word for it means, or null. */
  static @Nullable String tierOfTraffic(@Nullable String trafficType) {
    return switch (word(trafficType)) {
      case "on_demand_priority" -> "priority";
      case "on_demand_flex" -> "flex";
      case "provisioned_throughput" -> "provisioned_throughput";
      default -> null;
    };
  }

  static String tier(CostRequest request) {
    if (request.isBatch()) {
      return BATCH;
    }
    return isStandardTier(request.serviceTier()) ? Price.STANDARD : word(request.serviceTier());
  }

  static @Nullable String speed(CostRequest request) {
    return isNormalSpeed(request.speed()) ? null : word(request.speed());
  }

  /** Returns the region as prices name it; Bedrock's places are told by their continent. */
  static @Nullable String region(String provider, @Nullable String region) {
    if (region == null || !provider.equals("aws")) {
      return region;
    }
    if (region.startsWith("us-gov")) {
      return "us-gov";
    }
    int dash = region.indexOf('-');
    String continent = dash < 0 ? region : region.substring(0, dash);
    return continent.equals("ap") ? "apac" : continent;
  }
}
