// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

/** Tokens written to a cache, by lifetime; -1 is unknown. */
record CacheWrites(long fiveMinutes, long oneHour) {

  /**
   * Returns the writes of a usage that tells their sum, their split, or both. What the split does
   * not cover has lived five minutes; a split beyond the sum is believed, as it is what is billed.
   */
  static CacheWrites of(UsageFields fields, long total, long fiveMinutes, long oneHour) {
    long split = TokenCounts.sum(fiveMinutes, oneHour);
    if (split < 0) {
      return new CacheWrites(total, TokenUsage.UNKNOWN);
    }
    if (total < 0) {
      return new CacheWrites(fiveMinutes, oneHour);
    }
    if (split > total) {
      fields.problem("the cache writes by lifetime add up to " + split + ", more than the total of "
          + total + ": taken as the split tells");
    }
    return new CacheWrites(Math.max(0, fiveMinutes) + Math.max(0, total - split), oneHour);
  }

  /** Returns the input with what was read from and written to the cache, if the input is known. */
  long inclusive(long uncached, long cacheRead) {
    if (uncached < 0) {
      return TokenUsage.UNKNOWN;
    }
    return TokenCounts.sum(
        TokenCounts.sum(uncached, cacheRead), TokenCounts.sum(fiveMinutes, oneHour));
  }
}
