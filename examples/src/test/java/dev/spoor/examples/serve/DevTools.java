// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spoor.examples.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Speaks the Chrome DevTools Protocol over a WebSocket. Safe for use by many threads. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int PATIENCE_SECONDS = 60;

  private final Map<Integer, CompletableFuture<Map<String, @Nullable Object>>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final StringBuilder message = new StringBuilder();
  private @Nullable WebSocket socket;

  static DevTools connect(URI address) {
    var tools = new DevTools();
    tools.socket = HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(address, tools)
        .join();
    return tools;
  }

  private DevTools() {}

  /** Sends a command to the browser, or to the tab that {@code session} names, for its result. */
  Map<String, @Nullable Object> send(
      @Nullable String session, String method, Map<String, ?> parameters) {
    int id = sent.incrementAndGet();
    var answer = new CompletableFuture<Map<String, @Nullable Object>>();
    waiting.put(id, answer);
    write(text(id, session, method, parameters));
    try {
      return Json.child(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS), "result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("Chromium has no answer to " + method, e);
    }
  }

  private synchronized void write(String text) {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    open.sendText(text, true).join();
  }

  private static String text(
      int id, @Nullable String session, String method, Map<String, ?> parameters) {
    var out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("id", id);
      json.writeStringField("method", method);
      if (session != null) {
        json.writeStringField("sessionId", session);
      }
      json.writeFieldName("params");
      write(json, parameters);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      Map<String, @Nullable Object> received = Json.object(message.toString());
      message.setLength(0);
      // What has no id is an event, and nobody asked for those.
      if (received.get("id") instanceof Long id) {
        CompletableFuture<Map<String, @Nullable Object>> answer = waiting.remove(id.intValue());
        if (answer != null && received.containsKey("error")) {
          answer.completeExceptionally(new AssertionError(String.valueOf(received.get("error"))));
        } else if (answer != null) {
          answer.complete(received);
        }
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
