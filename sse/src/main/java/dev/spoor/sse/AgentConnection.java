// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection to an agent's stream. Made by {@link AgentStreams#connect}. For one
 * reading thread; the {@link #feed} may be fed by others.
 */
public final class AgentConnection {
  private final @Nullable SseSession session;
  private final @Nullable AgentFeed feed;
  private final boolean isNew;
  private final AtomicBoolean taken = new AtomicBoolean();
  private long position;

  static AgentConnection open(SseSession session, AgentFeed feed, long position, boolean isNew) {
    return new AgentConnection(session, feed, position, isNew);
  }

  static AgentConnection over() {
    return new AgentConnection(null, null, 0, false);
  }

  private AgentConnection(
      @Nullable SseSession session, @Nullable AgentFeed feed, long position, boolean isNew) {
    this.session = session;
    this.feed = feed;
    this.position = position;
    this.isNew = isNew;
  }

  /** Returns whether there is nothing to send: answer 204, and the browser does not come again. */
  public boolean isOver() {
    return feed == null;
  }

  /** Returns whether this stream is new: start the agent. */
  public boolean isNew() {
    return isNew;
  }

  /** Returns the session of this connection; not if it {@link #isOver}. */
  public SseSession session() {
    return requireNonNull(session, "This connection is over: answer 204");
  }

  /** Returns the context to start the agent in: its run nests in this session. */
  public Context context() {
    return session().context();
  }

  /** Returns where the agent's events go; not if this connection {@link #isOver}. */
  public AgentFeed feed() {
    return requireNonNull(feed, "This connection is over: answer 204");
  }

  /**
   * Sends the stream to {@code out}, with heartbeats, until it has ended or the client has left,
   * and returns how it ended. That the client left is not an exception. {@code out} stays open.
   */
  public SseOutcome writeTo(OutputStream out) {
    return sendTo(session().writer(out)::send);
  }

  /**
   * Sends the stream to {@code sink}, as {@link #writeTo} does. The first event of a new stream has
   * an id and no data: by that a client that loses its connection before there is an event comes
   * back to this stream and not to a new one.
   */
  public SseOutcome sendTo(SseSink sink) {
    AgentFeed source = feed();
    source.startReading(session());
    try {
      send(source, sink);
      end(source);
    } catch (IOException failure) {
      session().writeFailed(failure);
    } catch (InterruptedException e) {
      session().cancel();
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      session().fail(failure);
    } finally {
      source.stopReading();
    }
    return requireNonNull(session().outcome());
  }

  private void send(AgentFeed source, SseSink sink) throws IOException, InterruptedException {
    if (isNew) {
      sink.send(source.opening());
    }
    for (SseEvent event = source.next(position, session());
        event != null;
        event = source.next(position, session())) {
      sink.send(event);
      position++;
      noteSent(event);
    }
  }

  /** A browser closes when it has the result; that is no loss, unless more was to come. */
  private void noteSent(SseEvent event) {
    session().setAllSent("result".equals(event.type()));
  }

  /**
   * Returns the stream as a publisher for one subscriber, for servers that do not block. No thread
   * waits; events come on the thread that brings them to the {@link #feed} or asks for them. What
   * ends the session ends the subscription and the other way round. As in {@link #sendTo}, the
   * first event of a new stream has an id and no data.
   */
  public Flow.Publisher<SseEvent> events() {
    AgentFeed source = feed();
    return new FeedPublisher(taken, session(), source, isNew ? source.opening() : null, position);
  }

  private void end(AgentFeed source) {
    Throwable failure = source.failure();
    if (failure == null) {
      session().complete();
    } else {
      session().fail(failure);
    }
  }
}
