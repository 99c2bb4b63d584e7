// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.Sandbox;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox of E2B. Safe for use by many threads. Commands run as the default user, without a
 * shell. To kill a command is to kill its process alone; what it started goes with the sandbox.
 */
public final class E2bSandbox implements Sandbox {
  private final E2bHttp http;
  private final Executor executor;
  private final E2bAccess access;
  private final Daemon daemon;
  private final SandboxInfo info;
  private final TimeLeft timeLeft;

  E2bSandbox(
      E2bHttp http, Executor executor, E2bAccess access, SandboxInfo info, Duration timeLeft) {
    this.http = http;
    this.executor = executor;
    this.access = access;
    this.daemon = new Daemon(http, access);
    this.info = info;
    this.timeLeft = new TimeLeft(timeLeft);
  }

  /** Returns the id, by which {@link E2bClient#connect} finds the sandbox again. */
  public String id() {
    return access.sandboxId();
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  /** Returns how long it lives from now; null while it is paused, for its time stands still. */
  @Override
  public @Nullable Duration timeToLive() {
    return timeLeft.running();
  }

  @Override
  public SandboxProcess start(ExecSpec command, ExecOutput output) throws IOException {
    InputStream stream = daemon.start(command);
    try {
      E2bProcess process = new E2bProcess(daemon, executor, stream, output, http.timeout);
      process.begin(command.stdin());
      return process;
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Lets the sandbox live {@code timeout} from now, in whole seconds. */
  public void setTimeout(Duration timeout) throws IOException {
    post("/timeout", Map.of("timeout", E2bRequestBuilder.seconds(timeout)));
    timeLeft.set(timeout);
  }

  /** Returns what the sandbox has used, measured every few seconds; empty when it is too new. */
  public List<E2bMetrics> metrics() throws IOException {
    byte[] answer = http.send(http.api(path("/metrics")).GET().build());
    return E2bHttp.list(answer).stream().map(E2bMetrics::of).toList();
  }

  /**
   * Sends a signal to a process of this sandbox, by the {@link SandboxProcess#pid()} that it has
   * there.
   *
   * @throws E2bException when there is no such process
   */
  public void signal(long pid, E2bSignal signal) throws IOException {
    daemon.signal(pid, signal);
  }

  /**
   * Returns the content of a file of at most 16 MiB.
   *
   * @throws IOException when there is no such file, or it is longer
   */
  public byte[] readFile(String path) throws IOException {
    return daemon.readFile(path);
  }

  /** Returns the content of a file of any length, as it comes; close it. */
  public InputStream openFile(String path) throws IOException {
    return daemon.openFile(path);
  }

  /** Writes a file, over one that is there; makes the directories it needs. */
  public void writeFile(String path, byte[] content) throws IOException {
    daemon.writeFile(path, content);
  }

  @Override
  public void pause() throws IOException {
    post("/pause", Map.of());
    timeLeft.pause();
  }

  /** Lets a paused sandbox go on, for as long as it had left. */
  @Override
  public void resume() throws IOException {
    Duration left = timeLeft.atLeastASecond();
    post("/connect", Map.of("timeout", left.toSeconds()));
    timeLeft.set(left);
  }

  @Override
  public void kill() throws IOException {
    E2bClient.kill(http, access.sandboxId());
  }

  private void post(String call, Map<String, ?> body) throws IOException {
    var request = http.api(path(call));
    if (body.isEmpty()) {
      http.send(request.POST(BodyPublishers.noBody()).build());
    } else {
      http.send(
          request.header("Content-Type", E2bHttp.JSON).POST(E2bHttp.json(body)).build());
    }
  }

  private String path(String call) {
    return "/sandboxes/" + E2bHttp.encode(access.sandboxId()) + call;
  }
}
