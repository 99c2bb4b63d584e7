// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages seen of late, by id, and what all of them wrote to a cache for an hour. */
final class Messages {
  private static final int MAX_REMEMBERED = 1_024;

  private final EventOut out;
  private final Map<String, MessageState> byId = new Bounded<>(MAX_REMEMBERED);
  private final Map<String, Long> hourWritesOfMain = new HashMap<>();
  private final Map<String, Long> hourWritesOfSubAgents = new HashMap<>();
  private @Nullable String mainModel;
  private long unnamed;

  Messages(EventOut out) {
    this.out = out;
  }

  MessageState get(@Nullable String id, @Nullable String parent) {
    String key = id == null ? "message-" + ++unnamed : id;
    return byId.computeIfAbsent(key, name -> new MessageState(name, parent));
  }

  /** Tells what a message has used so far and keeps the books on it. */
  void tell(MessageState message) {
    if (message.model != null) {
      if (message.parent == null) {
        mainModel = message.model;
      }
      bookHourWrites(message, message.model);
    }
    message.tell(out);
  }

  /** Takes back what a message has used: another replaced it. */
  void retract(MessageState message) {
    message.retract();
    tell(message);
  }

  /** Returns the model of the main loop's last message, or null. */
  @Nullable String mainModel() {
    return mainModel;
  }

  long hourWritesOfMain(String canonicalModel) {
    return hourWritesOfMain.getOrDefault(canonicalModel, 0L);
  }

  long hourWritesOfMain() {
    return hourWritesOfMain.values().stream().mapToLong(Long::longValue).sum();
  }

  long hourWritesOfSubAgents(String canonicalModel) {
    return hourWritesOfSubAgents.getOrDefault(canonicalModel, 0L);
  }

  private void bookHourWrites(MessageState message, String model) {
    long more = message.hourWritesNotBooked();
    if (more != 0) {
      Map<String, Long> books = message.parent == null ? hourWritesOfMain : hourWritesOfSubAgents;
      if (books.size() < ModelUsage.MAX_MODELS) {
        books.merge(ModelUsage.canonical(model), more, Long::sum);
      }
    }
  }
}
