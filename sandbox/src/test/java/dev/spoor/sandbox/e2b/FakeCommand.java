// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.spoor.sandbox.internal.JsonTree;
import dev.spoor.sandbox.internal.JsonWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A command of the fake: a real process, and the stream of its events as the daemon writes it. */
final class FakeCommand {
  private static final int CHUNK_BYTES = 32 << 10;
  private static final Map<Integer, String> SIGNALS =
      Map.of(128 + 9, "signal: killed", 128 + 15, "signal: terminated");

  private final HttpExchange exchange;
  private final Map<String, Object> process;
  private final boolean stdin;
  private final long timeoutMillis;
  private final Map<String, Object> boxEnvironment;
  private final Map<Long, Process> processes;
  private final FakeE2b.@Nullable Fault fault;
  private final ReentrantLock writing = new ReentrantLock();

  FakeCommand(
      HttpExchange exchange,
      FakeE2b.Request request,
      Map<String, Object> boxEnvironment,
      Map<Long, Process> processes,
      FakeE2b.@Nullable Fault fault)
      throws IOException {
    byte[] frame = request.body();
    byte[] json = Arrays.copyOfRange(frame, Envelopes.HEADER_BYTES, frame.length);
    Map<String, Object> body = JsonTree.object(json, json.length);
    this.exchange = exchange;
    this.process = JsonTree.asObject(body.get("process"));
    this.stdin = Boolean.TRUE.equals(body.get("stdin"));
    this.timeoutMillis = Long.parseLong(
        request.headers().getOrDefault("connect-timeout-ms", Long.toString(Long.MAX_VALUE)));
    this.boxEnvironment = boxEnvironment;
    this.processes = processes;
    this.fault = fault;
  }

  void run() throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/connect+json");
    exchange.sendResponseHeaders(200, 0);
    Process running;
    try {
      running = builder().start();
    } catch (IOException e) {
      error("invalid_argument", "fork/exec: no such file or directory");
      return;
    }
    processes.put(running.pid(), running);
    try {
      stream(running);
    } catch (InterruptedException e) {
      running.destroyForcibly();
    } finally {
      processes.remove(running.pid());
    }
  }

  private ProcessBuilder builder() {
    List<String> arguments = new ArrayList<>();
    arguments.add(String.valueOf(process.get("cmd")));
    JsonTree.asList(process.get("args")).forEach(argument -> arguments.add((String) argument));
    ProcessBuilder builder = new ProcessBuilder(arguments);
    Map<String, String> environment = builder.environment();
    String path = System.getenv("PATH");
    environment.clear();
    environment.putAll(Map.of("PATH", path, "HOME", "/tmp", "USER", "user", "LOGNAME", "user"));
    boxEnvironment.forEach((name, value) -> environment.put(name, value.toString()));
    JsonTree.asObject(process.get("envs"))
        .forEach((name, value) -> environment.put(name, value.toString()));
    if (process.get("cwd") instanceof String directory) {
      builder.directory(new File(directory));
    }
    if (!stdin) {
      builder.redirectInput(new File("/dev/null"));
    }
    return builder;
  }

  private void stream(Process running) throws IOException, InterruptedException {
    event(Map.of("start", Map.of("pid", running.pid())));
    event(Map.of("keepalive", Map.of()));
    Thread stderr = new Thread(() -> copy(running, running.getErrorStream(), "stderr"));
    stderr.start();
    Thread stdout = new Thread(() -> copy(running, running.getInputStream(), "stdout"));
    stdout.start();
    boolean inTime = running.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
    if (!inTime) {
      running.destroyForcibly();
    }
    stdout.join();
    stderr.join();
    if (!inTime) {
      error("deadline_exceeded", "context deadline exceeded");
    } else if (fault == FakeE2b.Fault.ERROR_AT_THE_END) {
      error("internal", "ordered");
    } else if (fault != FakeE2b.Fault.BREAKS && fault != FakeE2b.Fault.HUGE_FRAME) {
      event(Map.of("end", end(running.exitValue())));
      frame(2, "{}".getBytes(UTF_8));
    }
  }

  /** As JSON of protocol buffers has it: what is 0, false or empty is left out. */
  private static Map<String, Object> end(int code) {
    Map<String, Object> end = new LinkedHashMap<>();
    String signal = SIGNALS.get(code);
    if (signal != null) {
      end.put("exitCode", -1);
      end.put("status", signal);
      end.put("error", signal);
    } else {
      end.put("exited", true);
      end.put("status", "exit status " + code);
      if (code != 0) {
        end.put("exitCode", code);
        end.put("error", "exit status " + code);
      }
    }
    return end;
  }

  private void copy(Process running, InputStream in, String name) {
    byte[] buffer = new byte[CHUNK_BYTES];
    try (in) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer, count));
        event(Map.of("data", Map.of(name, text)));
        breakIfOrdered();
      }
    } catch (IOException e) {
      running.destroyForcibly();
    }
  }

  private void breakIfOrdered() throws IOException {
    if (fault == FakeE2b.Fault.HUGE_FRAME) {
      exchange.getResponseBody().write(new byte[] {0, 0x7f, -1, -1, -1});
      exchange.getResponseBody().flush();
    }
    if (fault == FakeE2b.Fault.BREAKS) {
      // A cut in the middle of a frame.
      exchange.getResponseBody().write(new byte[] {0, 0, 0});
      exchange.getResponseBody().flush();
      exchange.close();
      throw new IOException("ordered");
    }
  }

  private void event(Map<String, ?> event) throws IOException {
    frame(0, JsonWriter.bytes(Map.of("event", event)));
  }

  private void error(String code, String message) throws IOException {
    frame(2, JsonWriter.bytes(Map.of("error", Map.of("code", code, "message", message))));
  }

  private void frame(int flags, byte[] json) throws IOException {
    byte[] frame = Envelopes.frame(json);
    frame[0] = (byte) flags;
    writing.lock();
    try {
      OutputStream out = exchange.getResponseBody();
      if (fault == FakeE2b.Fault.IN_SINGLE_BYTES) {
        for (byte one : frame) {
          out.write(one);
          out.flush();
        }
      } else {
        out.write(frame);
      }
      out.flush();
    } finally {
      writing.unlock();
    }
  }
}
