// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the servers under test send, by the last part of the path. */
public final class Script {
  /** Sends three events and ends. */
  public static final String END = "/end";
  /** Sends small events until it cannot. */
  public static final String DRIP = "/drip";
  /** Sends one event and is silent. */
  public static final String SILENT = "/silent";
  /** Sends large events until it cannot. */
  public static final String FLOOD = "/flood";
  /** Sends large events, but not many. */
  public static final String BURST = "/burst";
  /** Sends events that are made to be misread. */
  public static final String NASTY = "/nasty";
  /** Sends one event and fails. */
  public static final String FAIL = "/fail";

  private static final String LARGE = "x".repeat(64 * 1024);
  static final int BURST_EVENTS = 20;
  private static final int MOST = 100_000;

  /** Sends one event. */
  public interface Sender {
    void send(SseEvent event) throws IOException;
  }

  /** Returns the events of {@link #END} that come after {@code lastEventId}. */
  public static List<SseEvent> events(@Nullable String lastEventId) {
    List<SseEvent> all = List.of(
        SseEvent.of("text", " a\nb").withId("1"),
        SseEvent.of("text", "é").withId("2"),
        SseEvent.of("result", "{}").withId("3"));
    return lastEventId == null ? all : all.subList(Integer.parseInt(lastEventId), all.size());
  }

  /** Returns the events of {@link #NASTY}. */
  public static List<SseEvent> nasty() {
    return NastyEvents.make(100);
  }

  /** Returns the events of {@link #BURST}. */
  public static List<SseEvent> burst() {
    return Collections.nCopies(BURST_EVENTS, large());
  }

  public static SseEvent small(long number) {
    return SseEvent.of("text", "token " + number);
  }

  public static SseEvent large() {
    return SseEvent.of("text", LARGE);
  }

  public static void play(
      String path, @Nullable String lastEventId, SseSession session, Sender sender)
      throws IOException {
    switch (path) {
      case END -> {
        for (SseEvent event : events(lastEventId)) {
          sender.send(event);
          pause();
        }
      }
      case DRIP -> {
        for (int i = 0; i < MOST; i++) {
          sender.send(small(i));
          pause();
        }
      }
      case FLOOD -> {
        for (int i = 0; i < MOST; i++) {
          sender.send(large());
        }
      }
      case BURST -> sendAll(burst(), sender);
      case NASTY -> sendAll(nasty(), sender);
      case SILENT -> {
        sender.send(small(0));
        awaitEnd(session);
      }
      case FAIL -> {
        sender.send(small(0));
        throw new IllegalStateException("no answer");
      }
      default -> throw new IllegalArgumentException(path);
    }
  }

  private static void sendAll(List<SseEvent> events, Sender sender) throws IOException {
    for (SseEvent event : events) {
      sender.send(event);
    }
  }

  private static void awaitEnd(SseSession session) {
    var ended = new CountDownLatch(1);
    session.onEnd(outcome -> ended.countDown());
    try {
      if (!ended.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody ended the session");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }

  private Script() {}
}
