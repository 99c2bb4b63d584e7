// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The books of one model in one run. Guarded by the {@link Ledger}. */
final class ModelLedger {
  static final int INPUT = 0;
  static final int OUTPUT = 1;
  static final int CACHE_READ = 2;
  static final int CACHE_WRITE_5M = 3;
  static final int CACHE_WRITE_1H = 4;
  static final int REASONING = 5;
  static final int WEB_SEARCHES = 6;
  static final int KINDS = 7;

  final ModelNames names;
  final @Nullable ModelLedger next;
  boolean priced;

  @Nullable BigDecimal reportedCost;

  /** What the counters have moved by. */
  private final long[] booked = new long[KINDS];
  /**
   * What was booked beyond the reported totals and will be held against what comes. Made when
   * needed.
   */
  private long @Nullable [] credit;
  /** What was booked without a generation span that carries it. Made when needed. */
  private long @Nullable [] unspanned;

  ModelLedger(ModelNames names, @Nullable ModelLedger next) {
    this.names = names;
    this.next = next;
  }

  static long count(TokenUsage usage, int kind) {
    return switch (kind) {
      case INPUT -> usage.uncachedInput();
      case OUTPUT -> usage.output();
      case CACHE_READ -> usage.cacheRead();
      case CACHE_WRITE_5M -> usage.cacheWrite5m();
      case CACHE_WRITE_1H -> usage.cacheWrite1h();
      case REASONING -> usage.reasoning();
      default -> usage.webSearches();
    };
  }

  boolean hasCredit() {
    return credit != null;
  }

  /**
   * Books {@code amount}, less what credit there is, and returns what the counters are to move by.
   */
  long book(int kind, long amount, boolean onSpan) {
    long used = credit == null ? 0 : Math.min(credit[kind], amount);
    if (credit != null) {
      credit[kind] -= used;
    }
    booked[kind] += amount - used;
    if (!onSpan) {
      addUnspanned(kind, amount - used);
    } else if (used > 0) {
      // The span carries these, too; the totals already did.
      addUnspanned(kind, -used);
    }
    return amount - used;
  }

  /**
   * Takes back what was booked too much: counters cannot go down, so it is held against what comes.
   */
  void giveBack(int kind, long amount) {
    if (credit == null) {
      credit = new long[KINDS];
    }
    credit[kind] += amount;
  }

  /** Returns what was used, as far as the books know it. */
  long used(int kind) {
    return booked[kind] - (credit == null ? 0 : credit[kind]);
  }

  /**
   * Brings the books to {@code total} and returns what the counters are to move by; too much
   * becomes credit.
   */
  long bringTo(int kind, long total) {
    long difference = total - used(kind);
    if (difference == 0) {
      return 0;
    }
    if (difference < 0) {
      giveBack(kind, -difference);
      return 0;
    }
    // Old credit is spent first: the counters have moved by it already.
    long spent = credit == null ? 0 : Math.min(credit[kind], difference);
    if (credit != null) {
      credit[kind] -= spent;
    }
    booked[kind] += difference - spent;
    addUnspanned(kind, difference - spent);
    return difference - spent;
  }

  /** Returns what no generation span carries, as one usage; null if there is nothing. */
  @Nullable TokenUsage unsettled() {
    if (unspanned == null) {
      return null;
    }
    long[] rest = new long[KINDS];
    long any = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      rest[kind] = Math.max(0, unspanned[kind] - (credit == null ? 0 : credit[kind]));
      // Reasoning is part of the output: alone it is nothing that a span could carry.
      any += kind == REASONING ? 0 : rest[kind];
    }
    return any == 0 ? null : usage(rest);
  }

  static TokenUsage usage(long[] counts) {
    return TokenUsage.builder()
        .setInput(
            counts[INPUT] + counts[CACHE_READ] + counts[CACHE_WRITE_5M] + counts[CACHE_WRITE_1H])
        .setOutput(counts[OUTPUT])
        .setCacheRead(counts[CACHE_READ])
        .setCacheWrite5m(counts[CACHE_WRITE_5M])
        .setCacheWrite1h(counts[CACHE_WRITE_1H])
        .setReasoning(Math.min(counts[REASONING], counts[OUTPUT]))
        .setWebSearches(counts[WEB_SEARCHES])
        .build();
  }

  private void addUnspanned(int kind, long amount) {
    if (unspanned == null) {
      unspanned = new long[KINDS];
    }
    unspanned[kind] += amount;
  }
}
