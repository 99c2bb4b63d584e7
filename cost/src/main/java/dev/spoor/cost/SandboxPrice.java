// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's sandboxes cost from a date on.
 *
 * @param vcpuSecond dollars of a processor by the second
 * @param gibSecond dollars of a GiB of memory by the second
 * @param from null if it always held
 */
record SandboxPrice(
    String provider,
    BigDecimal vcpuSecond,
    BigDecimal gibSecond,
    @Nullable LocalDate from) {

  boolean holdsAt(Instant time) {
    return from == null || !time.isBefore(from.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
