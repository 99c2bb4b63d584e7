// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.Map;

/**
 * What became of the spans so far. Immutable.
 *
 * @param delivered spans that Langfuse has accepted
 * @param waiting spans in the queue or on their way
 * @param lost spans that were not delivered and will not be, by reason: {@code queue_full},
 *     {@code rejected}, {@code gave_up}, {@code shutdown}, {@code unreadable}, {@code too_large}
 * @param retries requests that were sent again
 * @param maskFailures spans whose content was replaced because the mask failed
 * @param cut spans whose content was cut to fit
 * @param mediaUploaded files that were uploaded or were there already
 * @param mediaFailed files that could not be uploaded
 * @param scoresSent scores that Langfuse has accepted
 * @param scoresLost scores that were not delivered
 */
public record LangfuseStatistics(
    long delivered,
    long waiting,
    Map<String, Long> lost,
    long retries,
    long maskFailures,
    long cut,
    long mediaUploaded,
    long mediaFailed,
    long scoresSent,
    long scoresLost) {
  /** Copies the map. */
  public LangfuseStatistics {
    lost = Map.copyOf(lost);
  }

  /** Returns the spans lost for any reason. */
  public long lostInAll() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }
}
