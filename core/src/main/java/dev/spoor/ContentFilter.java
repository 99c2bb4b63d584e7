// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites content before it is written to a span, for example to remove names. Called on the
 * thread that reports the content, once for each piece, only when {@link ContentCapture} is on and
 * the span records; must be thread-safe and return at once. When it throws, the piece is left out
 * and counted.
 */
@FunctionalInterface
public interface ContentFilter {
  /** Returns {@code content} as it may be recorded, or null to leave it out. */
  @Nullable String filter(ContentKind kind, String content);

  /** Returns a filter that records everything as it is. */
  static ContentFilter none() {
    return (kind, content) -> content;
  }
}
