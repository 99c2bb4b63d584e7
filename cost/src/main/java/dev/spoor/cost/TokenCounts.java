// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static dev.spoor.cost.TokenKind.AUDIO_INPUT;
import static dev.spoor.cost.TokenKind.AUDIO_OUTPUT;
import static dev.spoor.cost.TokenKind.CACHED_AUDIO;
import static dev.spoor.cost.TokenKind.CACHE_READ;
import static dev.spoor.cost.TokenKind.CACHE_WRITE_1H;
import static dev.spoor.cost.TokenKind.CACHE_WRITE_5M;
import static dev.spoor.cost.TokenKind.IMAGE_OUTPUT;
import static dev.spoor.cost.TokenKind.INPUT;
import static dev.spoor.cost.TokenKind.OUTPUT;
import static dev.spoor.cost.TokenKind.REASONING;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes counts consistent: parts never exceed their whole. Counts are arrays by
 * {@link TokenKind}; -1 is unknown.
 */
final class TokenCounts {
  /** More than any bill holds, and small enough that a handful of counts never overflows. */
  static final long MAX = Long.MAX_VALUE / 16;

  private TokenCounts() {}

  static long sum(long a, long b) {
    return a < 0 ? b : b < 0 ? a : Math.min(MAX, a + b);
  }

  static long difference(long a, long b) {
    return a < 0 ? TokenUsage.UNKNOWN : Math.max(0, a - Math.max(0, b));
  }

  /** Raises each known whole to the sum of its parts. */
  static void raiseWholes(long[] counts) {
    raise(counts, CACHE_READ, known(counts, CACHED_AUDIO));
    raise(counts, AUDIO_INPUT, known(counts, CACHED_AUDIO));
    raise(counts, INPUT, cached(counts) + uncachedAudio(counts));
    raise(counts, OUTPUT, Math.max(known(counts, REASONING), mediaOutput(counts)));
  }

  private static void raise(long[] counts, TokenKind whole, long atLeast) {
    int i = whole.index();
    if (counts[i] >= 0) {
      counts[i] = Math.max(counts[i], Math.min(MAX, atLeast));
    }
  }

  /** Cuts parts that exceed their known whole, and returns a sentence for each cut. */
  static List<String> clampParts(long[] counts) {
    var problems = new ArrayList<String>(0);
    for (TokenKind kind : TokenKind.ALL) {
      clampRange(counts, kind, problems);
    }
    clampCache(counts, problems);
    clampAudio(counts, problems);
    clampToRoom(counts, REASONING, known(counts, OUTPUT), "output", has(counts, OUTPUT), problems);
    clampToRoom(
        counts, AUDIO_OUTPUT, known(counts, OUTPUT), "output", has(counts, OUTPUT), problems);
    long imageRoom = known(counts, OUTPUT) - known(counts, AUDIO_OUTPUT);
    clampToRoom(counts, IMAGE_OUTPUT, imageRoom, "output", has(counts, OUTPUT), problems);
    return problems;
  }

  private static void clampRange(long[] counts, TokenKind kind, List<String> problems) {
    int i = kind.index();
    if (counts[i] < TokenUsage.UNKNOWN) {
      problems.add(kind.label + " is " + counts[i] + ", expected 0 or more: taken as 0");
      counts[i] = 0;
    } else if (counts[i] > MAX) {
      problems.add(kind.label + " is " + counts[i] + ", more than can be billed: taken as " + MAX);
      counts[i] = MAX;
    }
  }

  private static void clampCache(long[] counts, List<String> problems) {
    boolean bounded = has(counts, INPUT);
    long room = known(counts, INPUT);
    for (TokenKind part : List.of(CACHE_READ, CACHE_WRITE_1H, CACHE_WRITE_5M)) {
      clampToRoom(counts, part, room, "input", bounded, problems);
      room -= known(counts, part);
    }
  }

  /** Audio is cached or not; the uncached part must fit into the uncached input. */
  private static void clampAudio(long[] counts, List<String> problems) {
    boolean bounded = has(counts, INPUT);
    clampToRoom(counts, AUDIO_INPUT, known(counts, INPUT), "input", bounded, problems);
    clampToRoom(
        counts,
        CACHED_AUDIO,
        known(counts, AUDIO_INPUT),
        "audioInput",
        has(counts, AUDIO_INPUT),
        problems);
    clampToRoom(
        counts,
        CACHED_AUDIO,
        known(counts, CACHE_READ),
        "cacheRead",
        has(counts, CACHE_READ),
        problems);
    if (!bounded) {
      return;
    }
    long uncached = known(counts, INPUT) - cached(counts);
    long beyond = uncachedAudio(counts) - uncached;
    if (beyond > 0 && !has(counts, CACHED_AUDIO)) {
      // Audio that does not fit into the uncached input can only have come from the cache.
      counts[CACHED_AUDIO.index()] = Math.min(beyond, known(counts, CACHE_READ));
    }
    long room = uncached + known(counts, CACHED_AUDIO);
    clampToRoom(counts, AUDIO_INPUT, room, "the uncached input", true, problems);
  }

  private static void clampToRoom(
      long[] counts,
      TokenKind part,
      long room,
      String whole,
      boolean bounded,
      List<String> problems) {
    int i = part.index();
    if (bounded && counts[i] > room) {
      problems.add(
          part.label + " is " + counts[i] + ", more than " + whole + " holds: taken as " + room);
      counts[i] = room;
    }
  }

  private static boolean has(long[] counts, TokenKind kind) {
    return counts[kind.index()] >= 0;
  }

  private static long known(long[] counts, TokenKind kind) {
    return Math.max(0, counts[kind.index()]);
  }

  private static long cached(long[] counts) {
    return known(counts, CACHE_READ)
        + known(counts, CACHE_WRITE_5M)
        + known(counts, CACHE_WRITE_1H);
  }

  private static long uncachedAudio(long[] counts) {
    return Math.max(0, known(counts, AUDIO_INPUT) - known(counts, CACHED_AUDIO));
  }

  private static long mediaOutput(long[] counts) {
    return known(counts, AUDIO_OUTPUT) + known(counts, IMAGE_OUTPUT);
  }
}
