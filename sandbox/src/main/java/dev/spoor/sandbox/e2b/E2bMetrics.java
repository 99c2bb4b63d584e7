// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.internal.JsonTree;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox used at one moment.
 *
 * @param time when it was measured
 * @param cpuCount the processors it has, or null if untold
 * @param cpuUsedPercent how busy they were, or null if untold
 * @param memoryUsedBytes the memory in use, or null if untold
 * @param memoryTotalBytes the memory there is, or null if untold
 * @param diskUsedBytes the disk in use, or null if untold
 * @param diskTotalBytes the disk there is, or null if untold
 */
public record E2bMetrics(
    Instant time,
    @Nullable Long cpuCount,
    @Nullable Double cpuUsedPercent,
    @Nullable Long memoryUsedBytes,
    @Nullable Long memoryTotalBytes,
    @Nullable Long diskUsedBytes,
    @Nullable Long diskTotalBytes) {
  static E2bMetrics of(Object value) {
    Map<String, Object> json = JsonTree.asObject(value);
    Long seconds = number(json.get("timestampUnix"));
    return new E2bMetrics(
        Instant.ofEpochSecond(seconds == null ? 0 : seconds),
        number(json.get("cpuCount")),
        json.get("cpuUsedPct") instanceof Number percent ? percent.doubleValue() : null,
        number(json.get("memUsed")),
        number(json.get("memTotal")),
        number(json.get("diskUsed")),
        number(json.get("diskTotal")));
  }

  private static @Nullable Long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : null;
  }
}
