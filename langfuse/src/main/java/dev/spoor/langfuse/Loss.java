// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.Locale;

/** Why a span did not reach Langfuse. */
enum Loss {
  /** More spans ended than the queue holds. */
  QUEUE_FULL,
  /** The server refused it. */
  REJECTED,
  /** The server could not take it for longer than we try. */
  GAVE_UP,
  /** It ended after the shutdown, or the shutdown's time was over. */
  SHUTDOWN,
  /** It could not be read, masked, filtered or encoded. */
  UNREADABLE,
  /** It stayed too large even after its content was cut. */
  TOO_LARGE;

  /** Returns the value of the metric attribute {@code reason}. */
  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
