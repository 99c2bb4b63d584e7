// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a usage object, found while it is read by one thread. */
final class UsageProblems {
  final List<String> all = new ArrayList<>(0);
  /** The first that leaves a count open, so that no price can be right; null if there is none. */
  @Nullable String unreadable;

  /** Adds what was put right. */
  void add(String problem) {
    all.add(problem);
  }

  /** Adds what nobody can put right: {@code what} is in place of a count. */
  void addUnreadable(String what, String taken) {
    all.add(what + ": " + taken);
    unreadable = unreadable == null ? what : unreadable;
  }
}
