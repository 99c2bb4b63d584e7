// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a decoder told. */
final class Heard implements SseListener {
  final List<SseEvent> events = new CopyOnWriteArrayList<>();
  final List<String> comments = new CopyOnWriteArrayList<>();
  final List<Duration> retries = new CopyOnWriteArrayList<>();

  @Override
  public void onEvent(SseEvent event) {
    events.add(event);
  }

  @Override
  public void onComment(String text) {
    comments.add(text);
  }

  @Override
  public void onRetry(Duration retry) {
    retries.add(retry);
  }

  List<String> data() {
    return events.stream().map(event -> String.valueOf(event.data())).toList();
  }
}
