// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real Collector with one of our configurations, on ports of its own. */
final class CollectorProcess implements AutoCloseable {
  private static final Path CONFIGURATIONS = Expressions.ROOT.resolve("collector");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final Path log;
  private final int http = Ports.free();
  private final int grpc = Ports.free();
  private final int prometheus = Ports.free();

  /** Returns the path of the binary, or null if nobody has built one. */
  static @Nullable String binary() {
    return System.getenv("SPOOR_COLLECTOR");
  }

  /** Starts what sends to {@code backend} as it is told to those who copy our configuration. */
  static CollectorProcess start(Path directory, String backend, Map<String, String> variables)
      throws IOException, InterruptedException {
    var environment = new java.util.HashMap<>(variables);
    environment.put("BACKEND_ENDPOINT", backend);
    return new CollectorProcess(directory, "collector.yaml", environment, List.of());
  }

  /** Starts what distributes to others. */
  static CollectorProcess balance(Path directory, List<CollectorProcess> others)
      throws IOException, InterruptedException {
    String names =
        others.stream().map(other -> "127.0.0.1:" + other.grpc).toList().toString();
    return new CollectorProcess(
        directory,
        "balancer.yaml",
        Map.of(),
        List.of(
            "--set=exporters.loadbalancing/traces.resolver.static.hostnames=" + names,
            "--set=exporters.loadbalancing/metrics.resolver.static.hostnames=" + names));
  }

  private CollectorProcess(
      Path directory, String configuration, Map<String, String> environment, List<String> more)
      throws IOException, InterruptedException {
    log = Files.createTempFile(directory, configuration, ".log");
    List<String> command = new ArrayList<>(List.of(
        String.valueOf(binary()),
        "--config=" + CONFIGURATIONS.resolve(configuration),
        "--set=receivers.otlp.protocols.http.endpoint=127.0.0.1:" + http,
        "--set=receivers.otlp.protocols.grpc.endpoint=127.0.0.1:" + grpc,
        "--set=service.telemetry.metrics.level=none"));
    if (configuration.equals("collector.yaml")) {
      command.add("--set=exporters.prometheus.endpoint=127.0.0.1:" + prometheus);
    }
    command.addAll(more);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.redirectOutput(log.toFile()).start();
    awaitPort(http);
  }

  /** Returns where OTLP over HTTP is taken. */
  String endpoint() {
    return "http://127.0.0.1:" + http;
  }

  /** Returns the port at which Prometheus finds the metrics. */
  int prometheusPort() {
    return prometheus;
  }

  /** Returns what it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  private void awaitPort(int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (!isOpen(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new AssertionError("The Collector did not start:\n" + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets it send what it still has, and ends it. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
    }
  }
}
