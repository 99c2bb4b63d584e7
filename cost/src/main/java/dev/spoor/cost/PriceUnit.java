// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has a price of its own. The counts of all units are disjoint; each belongs to one part of
 * the cost.
 */
enum PriceUnit {
  INPUT("input", CostPart.INPUT, null),
  OUTPUT("output", CostPart.OUTPUT, null),
  CACHE_READ("cache_read", CostPart.CACHE_READ, INPUT),
  CACHE_WRITE("cache_write", CostPart.CACHE_WRITE, INPUT),
  CACHE_WRITE_1H("cache_write_1h", CostPart.CACHE_WRITE, null),
  AUDIO_INPUT("audio_input", CostPart.INPUT, INPUT),
  CACHED_AUDIO("cached_audio", CostPart.CACHE_READ, CACHE_READ),
  AUDIO_OUTPUT("audio_output", CostPart.OUTPUT, OUTPUT),
  IMAGE_OUTPUT("image_output", CostPart.OUTPUT, OUTPUT),
  WEB_SEARCH("web_search", CostPart.TOOL, null),
  FILE_SEARCH("file_search", CostPart.TOOL, null);

  static final List<PriceUnit> ALL = List.of(values());
  private static final int DIGITS_OF_A_MILLION = 6;
  private static final int DIGITS_OF_A_THOUSAND = 3;

  final String label;
  final CostPart part;
  /** The unit whose price holds where this one has none; null when there is no such unit. */
  final @Nullable PriceUnit fallback;

  PriceUnit(String label, CostPart part, @Nullable PriceUnit fallback) {
    this.label = label;
    this.part = part;
    this.fallback = fallback;
  }

  /** Returns whether this is tokens: service tiers and regions change their price alone. */
  boolean isTokens() {
    return part != CostPart.TOOL;
  }

  /** Returns how many digits a price in the table moves to become the price of one. */
  int digitsPerOne() {
    return isTokens() ? DIGITS_OF_A_MILLION : DIGITS_OF_A_THOUSAND;
  }

  /** Returns the place of this unit in arrays of prices, which never leave the package. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  static @Nullable PriceUnit labelled(String label) {
    for (PriceUnit unit : ALL) {
      if (unit.label.equals(label)) {
        return unit;
      }
    }
    return null;
  }

  /** Returns how many of this unit were used; 0 where that is unknown. */
  long count(TokenUsage usage) {
    return switch (this) {
      case INPUT -> Math.max(0, usage.uncachedInput() - uncachedAudio(usage));
      case OUTPUT ->
        Math.max(0, usage.output() - known(usage.audioOutput()) - known(usage.imageOutput()));
      case CACHE_READ -> Math.max(0, usage.cacheRead() - known(usage.cachedAudio()));
      case CACHE_WRITE -> known(usage.cacheWrite5m());
      case CACHE_WRITE_1H -> known(usage.cacheWrite1h());
      case AUDIO_INPUT -> usage.input() < 0 ? 0 : uncachedAudio(usage);
      case CACHED_AUDIO -> usage.cacheRead() < 0 ? 0 : known(usage.cachedAudio());
      case AUDIO_OUTPUT -> usage.output() < 0 ? 0 : known(usage.audioOutput());
      case IMAGE_OUTPUT -> usage.output() < 0 ? 0 : known(usage.imageOutput());
      case WEB_SEARCH -> known(usage.webSearches());
      case FILE_SEARCH -> known(usage.fileSearches());
    };
  }

  private static long uncachedAudio(TokenUsage usage) {
    return known(usage.audioInput())
        - Math.min(known(usage.audioInput()), known(usage.cachedAudio()));
  }

  private static long known(long count) {
    return Math.max(0, count);
  }
}
