// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands as processes of this machine. Safe for use by many threads. It gives the comfort of
 * a sandbox and none of its safety: what runs here can do what this process can do.
 *
 * <p>A killed command takes with it what it started. A command that ends by itself may leave
 * processes behind (a server, say) until {@link #kill}, if they have let go of its output; those
 * that hold it a second longer than the command lives are killed, or its output would never end.
 */
public final class LocalSandbox implements Sandbox {
  /** What carries a trace must be this command's own, never what this process was started with. */
  private static final Set<String> INHERITED_CONTEXT = Set.of(
      EnvironmentNames.TRACEPARENT,
      EnvironmentNames.TRACESTATE,
      EnvironmentNames.BAGGAGE,
      "B3",
      "X_B3_TRACEID",
      "X_B3_SPANID",
      "X_B3_PARENTSPANID",
      "X_B3_SAMPLED",
      "UBER_TRACE_ID",
      "X_AMZN_TRACE_ID");

  private final SandboxInfo info;
  private final boolean inheritEnvironment;
  private final Map<String, String> environment;
  private final @Nullable Path directory;
  private final Executor executor;
  private final AtomicLong started = new AtomicLong();
  private final Set<LocalProcess> running = ConcurrentHashMap.newKeySet();
  private volatile boolean killed;

  /** Returns a sandbox whose processes get the environment and directory of this one. */
  public static LocalSandbox create() {
    return builder().build();
  }

  /** Returns a builder of a sandbox. */
  public static LocalSandboxBuilder builder() {
    return new LocalSandboxBuilder();
  }

  LocalSandbox(LocalSandboxBuilder builder) {
    String id = "local-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    info = SandboxInfo.builder("local").setLocal(true).setId(id).build();
    inheritEnvironment = builder.inheritEnvironment;
    environment = Map.copyOf(builder.environment);
    directory = builder.directory;
    executor = builder.executor;
  }

  @Override
  public SandboxInfo info() {
    return info;
  }

  @Override
  public SandboxProcess start(ExecSpec command, ExecOutput output) throws IOException {
    if (killed) {
      throw new IOException("The sandbox " + info.id() + " was killed. Make a new one.");
    }
    NativeText.check(command);
    // The separator at the end keeps 1 from being found in 10.
    String mark = info.id() + "/" + started.incrementAndGet() + "/";
    Process process = builder(command, mark).start();
    LocalProcess local = new LocalProcess(process, new ProcessMark(mark), output, executor);
    running.add(local);
    local.begin(command, () -> running.remove(local));
    if (killed) {
      local.kill();
    }
    return local;
  }

  /** Kills all that runs in this sandbox, what commands left behind included. */
  @Override
  public void kill() {
    killed = true;
    running.forEach(LocalProcess::kill);
    if (started.get() > 0) {
      ProcessTree.killMarked(new ProcessMark(info.id() + "/"));
    }
  }

  private ProcessBuilder builder(ExecSpec command, String mark) {
    ProcessBuilder builder = new ProcessBuilder(command.arguments());
    Map<String, String> variables = builder.environment();
    if (!inheritEnvironment) {
      variables.clear();
    }
    variables.keySet().removeAll(INHERITED_CONTEXT);
    variables.putAll(environment);
    variables.putAll(command.environment());
    variables.put(ProcessMark.VARIABLE, mark);
    String own = command.directory();
    if (own != null) {
      builder.directory(new File(own));
    } else if (directory != null) {
      builder.directory(directory.toFile());
    }
    return builder;
  }
}
