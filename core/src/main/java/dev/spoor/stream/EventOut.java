// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import dev.spoor.AgentEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a reader's events go: to the telemetry first, then to the host's listener. What either
 * throws stays here. Used by one thread at a time.
 */
final class EventOut {
  private static final Logger logger = LoggerFactory.getLogger(EventOut.class);

  private final Consumer<? super AgentEvent> telemetry;
  private final Runnable chunk;
  private @Nullable Consumer<? super AgentEvent> listener;
  private boolean warned;
  private long dropped;

  EventOut(
      Consumer<? super AgentEvent> telemetry,
      @Nullable Consumer<? super AgentEvent> listener,
      Runnable chunk) {
    this.telemetry = telemetry;
    this.chunk = chunk;
    this.listener = listener;
  }

  void setListener(Consumer<? super AgentEvent> listener) {
    this.listener = listener;
  }

  /**
   * Says that a piece of an answer arrived of which no event tells: a part of a tool's arguments.
   */
  void chunk() {
    chunk.run();
  }

  void send(AgentEvent event) {
    guarded(telemetry, event);
    toListener(event);
  }

  /** Sends what the host wants to see but telemetry must not take for a model's work. */
  void toListener(AgentEvent event) {
    Consumer<? super AgentEvent> host = listener;
    if (host != null) {
      guarded(host, event);
    }
  }

  /** Counts a line or event that could not be read. */
  void drop(String reason) {
    dropped++;
    if (dropped == 1) {
      logger.warn(
          "A line of an agent's stream was dropped ({}); further ones of this stream are only counted",
          reason);
    } else {
      logger.debug("A line of an agent's stream was dropped ({})", reason);
    }
    send(new AgentEvent.Dropped(dropped, null));
  }

  /** Counts a line or event that made the reader itself fail, which is a mistake of ours. */
  void drop(String reason, RuntimeException mistake) {
    logger.debug("A line made its reader fail with {}", mistake.getClass().getName());
    drop(reason);
  }

  private void guarded(Consumer<? super AgentEvent> consumer, AgentEvent event) {
    try {
      consumer.accept(event);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      String type = event.getClass().getSimpleName();
      if (warned) {
        logger.debug("A listener failed at {} with {}", type, e.getClass().getName());
      } else {
        warned = true;
        logger.warn(
            "A listener failed at {} with {}; reading goes on, further failures are logged at debug level",
            type,
            e.getClass().getName());
      }
    }
  }
}
