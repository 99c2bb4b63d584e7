// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Builds {@link AgentStreams}. Not for use by several threads. */
public final class AgentStreamsBuilder {
  static final String GENERIC_ERROR = "The agent failed.";

  final SseSpanRecorder recorder;
  Function<Throwable, String> errorMessage = failure -> GENERIC_ERROR;
  Duration replayWindow = Duration.ofMinutes(5);
  int maxStreams = 1000;
  long maxBytes = 64L << 20;
  LongSupplier nanoTime = System::nanoTime;

  AgentStreamsBuilder(SseSpanRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Sets what the browser is told of a failure. A failure that the agent reported as an event is
   * given as an exception with the reported message. Default: "The agent failed.", whatever it was.
   */
  public AgentStreamsBuilder setErrorMessage(Function<Throwable, String> errorMessage) {
    this.errorMessage = requireNonNull(errorMessage, "errorMessage");
    return this;
  }

  /** Sets how long a finished stream can be resumed. Default: 5 minutes. */
  public AgentStreamsBuilder setReplayWindow(Duration window) {
    if (window.isNegative()) {
      throw new IllegalArgumentException(
          "replayWindow is " + window + "; it must be positive, or zero to keep nothing");
    }
    replayWindow = window;
    return this;
  }

  /**
   * Sets how many streams can be resumed at once; more can be read, but not again. Default: 1000.
   */
  public AgentStreamsBuilder setMaxStreams(int max) {
    if (max < 0) {
      throw new IllegalArgumentException("maxStreams is " + max + "; it must not be negative");
    }
    maxStreams = max;
    return this;
  }

  /**
   * Sets how many bytes of events are kept, in all. Beyond it the oldest finished streams go, then
   * the oldest events of the stream that grows. Default: 64 MiB.
   */
  public AgentStreamsBuilder setMaxBytes(long max) {
    if (max < 1) {
      throw new IllegalArgumentException("maxBytes is " + max + "; it must be at least 1");
    }
    maxBytes = max;
    return this;
  }

  /** Sets the monotonic clock, for tests. */
  AgentStreamsBuilder setNanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** Returns the streams. */
  public AgentStreams build() {
    return new AgentStreams(this);
  }
}
