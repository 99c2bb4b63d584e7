// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.ExecExit;
import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.SandboxProcess;
import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command in an E2B sandbox, read from the stream of its events. */
final class E2bProcess implements SandboxProcess {
  private static final Logger logger = LoggerFactory.getLogger(E2bProcess.class);

  /** Three pings missed: the connection is dead, though nobody has said so. */
  private static final long MAX_SILENCE_SECONDS = 3L * Daemon.PING_SECONDS;

  private final Daemon daemon;
  private final Executor executor;
  private final InputStream stream;
  private final Envelopes envelopes;
  private final ExecOutput output;
  private final CompletableFuture<ExecExit> exit = new CompletableFuture<>();
  private final long pid;
  private volatile long readingSince = System.nanoTime();
  private volatile boolean reading;
  private @Nullable ExecExit ended;

  /** Waits until the command runs, at most for {@code patience}. */
  E2bProcess(
      Daemon daemon, Executor executor, InputStream stream, ExecOutput output, Duration patience)
      throws IOException {
    this.daemon = daemon;
    this.executor = executor;
    this.stream = stream;
    this.envelopes = new Envelopes(stream);
    this.output = output;
    CompletableFuture<Void> limit = after(patience, this::hangUp);
    try {
      this.pid = readPid();
    } finally {
      limit.cancel(false);
    }
  }

  /** Starts to read the rest. */
  void begin(byte @Nullable [] input) {
    executor.execute(this::readAll);
    watch();
    if (input != null && input.length > 0) {
      executor.execute(() -> feed(input));
    }
  }

  @Override
  public Long pid() {
    return pid;
  }

  @Override
  public CompletionStage<ExecExit> exit() {
    return exit.minimalCompletionStage();
  }

  @Override
  public void kill() {
    if (exit.isDone()) {
      return;
    }
    try {
      executor.execute(() -> {
        try {
          daemon.signal(pid, E2bSignal.KILL);
        } catch (IOException e) {
          // It may have ended meanwhile. If not, its stream goes on and tells.
          logger.debug("A process could not be killed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      logger.debug("A process could not be killed", e);
    }
  }

  private long readPid() throws IOException {
    while (true) {
      Map<String, Object> event = nextEvent();
      if (event == null) {
        throw new IOException("E2B ended the stream before the command ran.");
      }
      if (JsonTree.asObject(event.get("start")).get("pid") instanceof Long number) {
        return number;
      }
    }
  }

  private void readAll() {
    try (stream) {
      Map<String, Object> event = nextEvent();
      while (event != null) {
        accept(event);
        event = nextEvent();
      }
      ExecExit known = ended;
      if (known == null) {
        throw new IOException("The stream of the command ended before the command did."
            + " It may go on in the sandbox; kill the sandbox to be sure.");
      }
      exit.complete(known);
    } catch (Throwable thrown) {
      if (thrown instanceof E2bException e && "deadline_exceeded".equals(e.code())) {
        exit.complete(ExecExit.timeout());
      } else {
        kill();
        exit.completeExceptionally(thrown);
      }
    }
  }

  /** Returns the next event; null at the end of the stream. The last frame may hold an error. */
  private @Nullable Map<String, Object> nextEvent() throws IOException {
    readingSince = System.nanoTime();
    reading = true;
    Envelopes.Envelope envelope = envelopes.read();
    reading = false;
    if (envelope == null) {
      return null;
    }
    Map<String, Object> json = envelope.json();
    if (!envelope.last()) {
      return JsonTree.asObject(json.get("event"));
    }
    Map<String, Object> error = JsonTree.asObject(json.get("error"));
    if (!error.isEmpty()) {
      String code = JsonTree.asString(error.get("code"));
      throw new E2bException(
          200,
          code,
          "E2B ended the command: " + code + ", "
              + Refusals.shown(String.valueOf(error.get("message"))));
    }
    return null;
  }

  private void accept(Map<String, Object> event) throws IOException {
    Map<String, Object> data = JsonTree.asObject(event.get("data"));
    ByteBuffer stdout = decode(data.get("stdout"));
    if (stdout != null) {
      output.stdout(stdout);
    }
    ByteBuffer stderr = decode(data.get("stderr"));
    if (stderr != null) {
      output.stderr(stderr);
    }
    if (event.containsKey("end")) {
      ended = E2bExit.of(JsonTree.asObject(event.get("end")));
    }
  }

  private static @Nullable ByteBuffer decode(@Nullable Object base64) throws IOException {
    try {
      return base64 instanceof String text
          ? ByteBuffer.wrap(Base64.getDecoder().decode(text))
          : null;
    } catch (IllegalArgumentException e) {
      throw new IOException("E2B sent output that is no base64.", e);
    }
  }

  private void feed(byte[] input) {
    try {
      daemon.feed(pid, input);
    } catch (IOException e) {
      // The process does not want to read it all. It may.
      logger.debug("The input of a process was not taken whole", e);
    }
  }

  private void watch() {
    CompletableFuture<Void> timer =
        after(Duration.ofSeconds(Daemon.PING_SECONDS), this::checkSilence);
    exit().whenComplete((known, thrown) -> timer.cancel(false));
  }

  /** A receiver that is slow is no silence: nobody listens meanwhile. */
  private void checkSilence() {
    long silentNanos = reading ? System.nanoTime() - readingSince : 0;
    if (silentNanos < TimeUnit.SECONDS.toNanos(MAX_SILENCE_SECONDS)) {
      watch();
    } else {
      hangUp();
    }
  }

  private void hangUp() {
    try {
      stream.close();
    } catch (IOException e) {
      logger.debug("A silent stream could not be closed", e);
    }
  }

  /** Runs {@code task} later, unless the future is cancelled: that forgets the timer too. */
  private CompletableFuture<Void> after(Duration time, Runnable task) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    timer.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    CompletionStage<Void> rung = timer;
    rung.thenRunAsync(task, executor);
    return timer;
  }
}
