// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import io.opentelemetry.api.common.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The closed list of event types that metrics tell apart. Each type has a slot; what comes when the
 * slots are taken shares the slot of {@code _OTHER}. Thread-safe; finding a known type takes no
 * lock and makes no garbage.
 */
final class EventTypes {
  /** Longer names are not types but content. */
  private static final int MAX_LENGTH = 64;

  private static final int OTHER_SLOT = 0;
  private static final int MESSAGE_SLOT = 1;

  private final int capacity;
  private volatile String[] names = {SseNames.OTHER, "message"};
  private volatile Attributes[] attributes = {typed(SseNames.OTHER), typed("message")};

  EventTypes(List<String> known, int capacity) {
    this.capacity = capacity;
    for (String type : known) {
      slotOf(type);
    }
  }

  int capacity() {
    return capacity;
  }

  /** Returns how many types are known by now; their slots are the first ones. */
  int size() {
    return names.length;
  }

  String name(int slot) {
    return names[slot];
  }

  /** Returns the metric attributes of the type in {@code slot}. */
  Attributes attributes(int slot) {
    return attributes[slot];
  }

  /** Returns the slot of {@code type}; null and the empty string mean {@code message}. */
  int slotOf(@Nullable String type) {
    if (type == null || type.isEmpty()) {
      return MESSAGE_SLOT;
    }
    String[] current = names;
    // Hosts pass constants, so identity nearly always answers.
    for (int i = 0; i < current.length; i++) {
      if (isSame(current[i], type)) {
        return i;
      }
    }
    for (int i = 0; i < current.length; i++) {
      if (current[i].equals(type)) {
        return i;
      }
    }
    return current.length < capacity ? learn(type) : OTHER_SLOT;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(String one, String other) {
    return one == other;
  }

  private synchronized int learn(String type) {
    int slot = List.of(names).indexOf(type);
    if (slot >= 0) {
      return slot;
    }
    if (names.length >= capacity || type.length() > MAX_LENGTH) {
      return OTHER_SLOT;
    }
    slot = names.length;
    String[] moreNames = java.util.Arrays.copyOf(names, slot + 1);
    Attributes[] moreAttributes = java.util.Arrays.copyOf(attributes, slot + 1);
    moreNames[slot] = type;
    moreAttributes[slot] = typed(type);
    attributes = moreAttributes;
    names = moreNames;
    return slot;
  }

  private static Attributes typed(String type) {
    return Attributes.of(SseNames.METRIC_TYPE, type);
  }
}
