// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import dev.spoor.AgentEvent;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what agents do to browsers, and keeps it for a while: a browser that lost its connection
 * gets what it missed, and never starts a second run. Make one and share it; it is safe for use by
 * many threads.
 *
 * <pre>{@code
 * AgentConnection connection = streams.connect(request);
 * if (connection.isOver()) {
 *   exchange.sendResponseHeaders(204, -1); // tells the browser not to come again
 *   return;
 * }
 * if (connection.isNew()) {
 *   executor.execute(() -> runAgent(connection.context(), connection.feed()));
 * }
 * exchange.sendResponseHeaders(200, 0);
 * connection.writeTo(exchange.getResponseBody());
 * }</pre>
 *
 * <p>What is kept is bounded: finished streams go after the replay window, the oldest first when
 * there are too many or they are too large. A stream's id is random and long: who has it may read
 * the stream.
 */
public final class AgentStreams {
  private static final int ID_BYTES = 18;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, AgentFeed> feeds = new HashMap<>();
  private final Deque<AgentFeed> byAge = new ArrayDeque<>();
  private final AtomicLong bytes = new AtomicLong();
  private final SseSpanRecorder recorder;
  private final Function<Throwable, String> errorMessage;
  private final long replayWindow;
  private final int maxStreams;
  private final long maxBytes;
  private final LongSupplier nanoTime;

  /** Returns streams with default settings that are recorded by {@code recorder}. */
  public static AgentStreams create(SseSpanRecorder recorder) {
    return builder(recorder).build();
  }

  /** Returns a builder of streams that are recorded by {@code recorder}. */
  public static AgentStreamsBuilder builder(SseSpanRecorder recorder) {
    return new AgentStreamsBuilder(requireNonNull(recorder, "recorder"));
  }

  AgentStreams(AgentStreamsBuilder builder) {
    recorder = builder.recorder;
    errorMessage = builder.errorMessage;
    replayWindow = builder.replayWindow.toNanos();
    maxStreams = builder.maxStreams;
    maxBytes = builder.maxBytes;
    nanoTime = builder.nanoTime;
  }

  /**
   * Connects a client: to a new stream, or by the request's Last-Event-ID to the one that it has
   * seen part of. If there is nothing left of that, the connection {@link AgentConnection#isOver()
   * is over}.
   */
  public AgentConnection connect(SseRequest request) {
    String lastEventId = request.lastEventId();
    if (lastEventId == null) {
      return AgentConnection.open(recorder.start(request), open(), 0, true);
    }
    int dot = lastEventId.lastIndexOf('.');
    AgentFeed feed = dot < 0 ? null : find(lastEventId.substring(0, dot));
    long next = nextAfter(lastEventId, dot);
    if (feed == null || !feed.canResumeAt(next)) {
      return AgentConnection.over();
    }
    return AgentConnection.open(recorder.start(request), feed, next, false);
  }

  private static long nextAfter(String lastEventId, int dot) {
    try {
      return Long.parseLong(lastEventId, dot + 1, lastEventId.length(), 10);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private AgentFeed open() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    var feed = new AgentFeed(this, Base64.getUrlEncoder().encodeToString(id));
    synchronized (feeds) {
      expire();
      while (byAge.size() >= maxStreams && forgetOldestFinished()) {
        // One at a time, until there is room.
      }
      // A stream beyond the limit can be read, but not resumed.
      if (byAge.size() < maxStreams) {
        feeds.put(feed.id(), feed);
        byAge.add(feed);
      }
    }
    return feed;
  }

  private @Nullable AgentFeed find(String id) {
    synchronized (feeds) {
      expire();
      return feeds.get(id);
    }
  }

  private void expire() {
    long now = nanoTime.getAsLong();
    byAge.removeIf(feed -> feed.isExpired(now, replayWindow) && forget(feed));
  }

  private boolean forgetOldestFinished() {
    for (AgentFeed feed : byAge) {
      if (feed.isFinished()) {
        byAge.remove(feed);
        return forget(feed);
      }
    }
    return false;
  }

  private boolean forget(AgentFeed feed) {
    feeds.remove(feed.id());
    bytes.addAndGet(-feed.forgetEvents());
    return true;
  }

  /** Makes room for {@code more} bytes; returns whether the asking feed must drop events itself. */
  boolean grow(long more) {
    if (bytes.addAndGet(more) <= maxBytes) {
      return false;
    }
    synchronized (feeds) {
      while (bytes.get() > maxBytes && forgetOldestFinished()) {
        // One at a time, until it is enough.
      }
    }
    return bytes.get() > maxBytes;
  }

  void shrink(long less) {
    bytes.addAndGet(-less);
  }

  long now() {
    return nanoTime.getAsLong();
  }

  long replayWindow() {
    return replayWindow;
  }

  /** Returns the data of an {@code error} event: what the browser is told of {@code failure}. */
  String errorJson(Throwable failure) {
    return new AgentEvent.Failed("error", errorMessage(failure), null).toJson();
  }

  private String errorMessage(Throwable failure) {
    try {
      return requireNonNull(errorMessage.apply(failure), "errorMessage returned null");
    } catch (RuntimeException e) {
      recorder.report.listenerFailed(e);
      return AgentStreamsBuilder.GENERIC_ERROR;
    }
  }

  void listenerFailed(Throwable failure) {
    recorder.report.listenerFailed(failure);
  }
}
