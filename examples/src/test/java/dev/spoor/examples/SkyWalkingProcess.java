// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The server of Apache SkyWalking: takes traces by OTLP over gRPC, answers by Zipkin's API. */
final class SkyWalkingProcess implements AutoCloseable {
  private static final Path HOME = Expressions.ROOT.resolve("skywalking");
  private static final Path CLASS_PATH = HOME.resolve("target/server.classpath");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);
  private static final List<String> RULES = List.of(
      "disable", "core", "java-agent", "dotnet-agent", "browser", "mesh", "tcp", "ebpf", "cilium");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int otlp = Ports.free();
  private final int query = Ports.free();
  private final Process process;
  private final Path log;

  /** Returns whether the profile was on that fetches it. */
  static boolean isThere() {
    return Boolean.getBoolean("spoor.skywalking") && Files.exists(CLASS_PATH);
  }

  SkyWalkingProcess(Path directory) throws IOException {
    configure(directory);
    log = directory.resolve("server.log");
    var builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-cp",
        directory + ":" + Files.readString(CLASS_PATH).strip(),
        "org.apache.skywalking.oap.server.starter.OAPServerStartUp");
    builder
        .environment()
        .putAll(Map.of(
            "OTLP_PORT", Integer.toString(otlp),
            "QUERY_PORT", Integer.toString(query),
            "REST_PORT", Integer.toString(Ports.free())));
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Writes what it wants to find: our settings, and its own features, empty. */
  private static void configure(Path directory) throws IOException {
    for (String file : List.of("application.yml", "log4j2.xml")) {
      Files.copy(HOME.resolve(file), directory.resolve(file));
    }
    Files.createDirectory(directory.resolve("otel-rules"));
    Files.createDirectory(directory.resolve("ui-initialized-templates"));
    Path rules = Files.createDirectory(directory.resolve("oal"));
    for (String rule : RULES) {
      Files.createFile(rules.resolve(rule + ".oal"));
    }
    Files.writeString(directory.resolve("component-libraries.yml"), "{}");
    Files.writeString(directory.resolve("endpoint-name-grouping.yml"), "grouping: []");
    Files.writeString(directory.resolve("service-apdex-threshold.yml"), "default: 500");
  }

  /** Returns where OTLP over gRPC is taken. */
  String endpoint() {
    return "http://127.0.0.1:" + otlp;
  }

  /** Waits until it answers. */
  void awaitStart() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (get("services") == null) {
      check(deadline, "does not answer");
    }
  }

  /** Waits until it has {@code count} spans of a trace and returns them. */
  List<Map<String, @Nullable Object>> awaitTrace(String traceId, int count)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      String found = get("trace/" + traceId);
      if (found != null) {
        var spans = Json.children(Json.object("{\"spans\":" + found + "}"), "spans");
        if (spans.size() >= count) {
          return spans;
        }
      }
      check(deadline, "does not have " + traceId);
    }
  }

  private void check(long deadline, String complaint) throws IOException {
    if (!process.isAlive() || System.nanoTime() > deadline) {
      throw new AssertionError("SkyWalking " + complaint + ":\n" + Files.readString(log));
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
  }

  private @Nullable String get(String path) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + query + "/zipkin/api/v2/" + path);
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : null;
    } catch (IOException e) {
      // It is not up yet.
      return null;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE, TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
    }
  }
}
