// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spoor.sandbox.ExecOutput;
import dev.spoor.sandbox.ExecSpec;
import dev.spoor.sandbox.Sandbox;
import dev.spoor.sandbox.SandboxInfo;
import dev.spoor.sandbox.SandboxProcess;
import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

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
  private volatile long expiryNanos;

  E2bSandbox(
      E2bHttp http, Executor executor, E2bAccess access, SandboxInfo info, long expiryNanos) {
    this.http = http;
    this.executor = executor;
    this.access = access;
    this.daemon = new Daemon(http, access);
    this.info = info;
    this.expiryNanos = expiryNanos;
  }

  /** Returns the id, by which {@link E2bClient#connect} finds the sandbox again. */
  public String id() {
    return access.sandboxId();
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public Duration timeToLive() {
    return Duration.ofNanos(expiryNanos - System.nanoTime());
  }

  @Override
  public SandboxProcess start(ExecSpec command, ExecOutput output) throws IOException {
    InputStream stream = daemon.start(command);
    try {
      E2bProcess process = new E2bProcess(daemon, executor, stream, output);
      process.begin(command.stdin());
      return process;
    } catch (IOException | RejectedExecutionException e) {
      stream.close();
      throw e;
    }
  }

  /** Lets the sandbox live {@code timeout} from now, in whole seconds. */
  public void setTimeout(Duration timeout) throws IOException {
    post("/timeout", Map.of("timeout", timeout.toSeconds()));
    expiryNanos = System.nanoTime() + timeout.toNanos();
  }

  /** Returns what the sandbox has used, measured every few seconds; empty when it is too new. */
  public List<E2bMetrics> metrics() throws IOException {
    byte[] answer = http.send(http.api(path("/metrics")).GET().build());
    byte[] wrapped = ("{\"items\":" + new String(answer, UTF_8) + "}").getBytes(UTF_8);
    return JsonTree.asList(E2bHttp.object(wrapped).get("items")).stream()
        .map(E2bMetrics::of)
        .toList();
  }

  /** Returns the content of a file, at most 16 MiB of it. */
  public byte[] readFile(String path) throws IOException {
    return daemon.readFile(path);
  }

  /** Writes a file, over one that is there; makes the directories it needs. */
  public void writeFile(String path, byte[] content) throws IOException {
    daemon.writeFile(path, content);
  }

  @Override
  public void pause() throws IOException {
    post("/pause", Map.of());
  }

  /** Lets a paused sandbox go on, for as long as it had left. */
  @Override
  public void resume() throws IOException {
    Duration left = timeToLive();
    post("/connect", Map.of("timeout", Math.max(1, left.toSeconds())));
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
