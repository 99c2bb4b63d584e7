// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote read what the encoder writes, and get the same events. */
class ConformanceTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String LAST = "the end";

  private final List<SseEvent> events = NastyEvents.make(400);
  private final List<List<String>> expected = NastyEvents.expected(events);
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::page);
    server.createContext("/events", this::stream);
    server.createContext("/heard", this::heard);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void ourDecoder_readsTheCorpus() {
    var heard = new Heard();
    SseDecoder decoder = SseDecoder.of(heard);
    events.forEach(event -> decoder.feed(event.toBytes()));

    assertThat(heard.events)
        .extracting(e -> List.of(e.type(), e.data(), e.id() == null ? "" : e.id()))
        .isEqualTo(expected);
  }

  @Test
  void okHttpEventSource_readsTheCorpus() throws Exception {
    List<List<String>> heard = new ArrayList<>();
    try (var client = new EventSource.Builder(URI.create(url("events"))).build()) {
      client.start();
      for (MessageEvent event = client.readMessage();
          !event.getEventName().equals(LAST);
          event = client.readMessage()) {
        String id = event.getLastEventId();
        heard.add(List.of(event.getEventName(), event.getData(), id == null ? "" : id));
      }
    }

    assertThat(heard).isEqualTo(expected);
  }

  @Test
  @EnabledIf("hasChromium")
  void chromium_readsTheCorpus(@TempDir Path profile) throws Exception {
    Process browser = new ProcessBuilder(
            CHROMIUM.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            url(""))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      assertThat(parse(answer.get(50, TimeUnit.SECONDS))).isEqualTo(expected);
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().waitFor();
    }
  }

  static boolean hasChromium() {
    return Files.isExecutable(CHROMIUM);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        SseSpanRecorder recorder = SseSpanRecorder.create(OpenTelemetry.noop())) {
      recorder.stream(SseRequest.of("/events"), exchange.getResponseBody(), writer -> {
        for (SseEvent event : events) {
          writer.send(event);
          writer.comment("data: between\n\nevents");
        }
        writer.send(LAST, "");
      });
    }
  }

  private void page(HttpExchange exchange) throws IOException {
    String page = """
        <!doctype html><meta charset="utf-8"><script>
        const heard = [], source = new EventSource("/events");
        const hear = e => heard.push([e.type, e.data, e.lastEventId]);
        for (const type of ["message", %s]) source.addEventListener(type, hear);
        source.addEventListener("%s", () => {
          source.close();
          fetch("/heard", {method: "POST", body: JSON.stringify(heard)});
        });
        </script>
        """.formatted(quoted(), LAST);
    byte[] bytes = page.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String quoted() throws IOException {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (String type : NastyEvents.types()) {
        json.writeString(type);
      }
      json.writeEndArray();
    }
    return text.toString().substring(1, text.toString().length() - 1);
  }

  private void heard(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static List<List<String>> parse(String json) throws IOException {
    List<List<String>> heard = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      List<String> event = new ArrayList<>();
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          event.add(parser.getText());
        } else if (token == JsonToken.END_ARRAY && !event.isEmpty()) {
          heard.add(event);
          event = new ArrayList<>();
        }
      }
    }
    return heard;
  }
}
