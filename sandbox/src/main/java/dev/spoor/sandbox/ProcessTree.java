// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Kills a process with all that it started. */
final class ProcessTree {
  /** A tree that forks faster than we look is a fork bomb; the system's limits end that. */
  private static final int MAX_ROUNDS = 50;

  private ProcessTree() {}

  static void kill(ProcessHandle root, ProcessMark mark) {
    killAll(() -> Stream.concat(Stream.concat(Stream.of(root), root.descendants()), marked(mark)));
  }

  static void killMarked(ProcessMark mark) {
    killAll(() -> marked(mark));
  }

  /**
   * A process may fork while we look, so we look again until there is nothing new. The root goes
   * first: a parent that outlives its child by a moment can still end with a code of its own.
   */
  private static void killAll(Supplier<Stream<ProcessHandle>> tree) {
    Set<ProcessHandle> killed = new HashSet<>();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Set<ProcessHandle> found = new LinkedHashSet<>();
      tree.get().filter(ProcessHandle::isAlive).forEach(found::add);
      found.removeAll(killed);
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
      killed.addAll(found);
    }
  }

  private static Stream<ProcessHandle> marked(ProcessMark mark) {
    return ProcessHandle.allProcesses().filter(mark::isOn);
  }
}
