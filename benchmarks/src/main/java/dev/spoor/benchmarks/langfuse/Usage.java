// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this process has used so far: processor time, and bytes allocated by threads that live. */
record Usage(long cpuNanos, long bytes) {
  static Usage now() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (long allocated : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      bytes += Math.max(0, allocated);
    }
    return new Usage(system.getProcessCpuTime(), bytes);
  }

  /** Returns what was used since {@code earlier}. */
  Usage since(Usage earlier) {
    return new Usage(cpuNanos - earlier.cpuNanos, bytes - earlier.bytes);
  }
}
