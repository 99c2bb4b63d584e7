// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.List;

/** The parts of a {@link Cost}. They are disjoint and add up to its total. */
public enum CostPart {
  /** Input tokens that neither came from a cache nor went into one. */
  INPUT("input"),
  /** Output tokens, reasoning included. */
  OUTPUT("output"),
  /** Input tokens that were read from a cache. */
  CACHE_READ("cache_read"),
  /** Input tokens that were written to a cache. */
  CACHE_WRITE("cache_write"),
  /** Calls of the provider's own tools, such as web searches. */
  TOOL("tool");

  static final List<CostPart> ALL = List.of(values());

  private final String label;

  CostPart(String label) {
    this.label = label;
  }

  /** Returns the part's name in attributes and metrics, such as {@code cache_read}. */
  public String label() {
    return label;
  }
}
