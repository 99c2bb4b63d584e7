// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.examples.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the server's event stream as it comes. For one thread. */
final class EventReader implements AutoCloseable {
  /** An event, and when it came by {@link System#nanoTime}. */
  record Event(String type, String id, Map<String, @Nullable Object> data, long nanoTime) {}

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  static EventReader open(URI stream) throws IOException, InterruptedException {
    return new EventReader(HttpRequest.newBuilder(stream).build());
  }

  static EventReader resume(URI stream, String lastEventId)
      throws IOException, InterruptedException {
    return new EventReader(
        HttpRequest.newBuilder(stream).header("Last-Event-ID", lastEventId).build());
  }

  private EventReader(HttpRequest request) throws IOException, InterruptedException {
    response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** Returns the next event, or null at the end. */
  @Nullable Event next() throws IOException {
    String type = "message";
    String id = "";
    Map<String, @Nullable Object> data = Map.of();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        type = line.substring("event: ".length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        data = Json.object(line.substring("data: ".length()));
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Event(type, id, data, System.nanoTime());
      }
    }
    return null;
  }

  /** Returns the events that are left. */
  List<Event> rest() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      events.add(event);
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
