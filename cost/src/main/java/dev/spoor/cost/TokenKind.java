// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;

/** The counts of a {@link TokenUsage}, in the order in which they are written. */
enum TokenKind {
  INPUT("input"),
  OUTPUT("output"),
  CACHE_READ("cacheRead"),
  CACHE_WRITE_5M("cacheWrite5m"),
  CACHE_WRITE_1H("cacheWrite1h"),
  REASONING("reasoning"),
  AUDIO_INPUT("audioInput"),
  CACHED_AUDIO("cachedAudio"),
  AUDIO_OUTPUT("audioOutput"),
  IMAGE_OUTPUT("imageOutput"),
  WEB_SEARCHES("webSearches"),
  FILE_SEARCHES("fileSearches");

  static final List<TokenKind> ALL = List.of(values());

  final String label;

  TokenKind(String label) {
    this.label = label;
  }

  /** Returns the place of this count in the arrays of counts, which never leave the package. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }
}
