// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spoor.sandbox.internal.JsonTree;
import dev.spoor.sandbox.internal.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests and turns refusals into exceptions. Safe for use by many threads. */
final class E2bHttp {
  static final String JSON = "application/json";

  /** No answer of the API is larger; one that is comes from somebody else. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private static final int MAX_MESSAGE_LENGTH = 500;

  final E2bAddresses addresses;
  private final HttpClient client;
  private final String apiKey;
  private final Duration timeout;

  E2bHttp(E2bClientBuilder builder) {
    addresses = builder.addresses();
    apiKey = builder.apiKey();
    timeout = builder.requestTimeout;
    client = builder.httpClient != null
        ? builder.httpClient
        : HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
  }

  /** Returns a request to the API. */
  HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(URI.create(addresses.api(path)))
        .timeout(timeout)
        .header("X-API-Key", apiKey);
  }

  /** Returns a request with the time limit of calls that are no running command. */
  HttpRequest.Builder limited(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(timeout);
  }

  /** Sends a request and returns what it says, refusals thrown. */
  byte[] send(HttpRequest request) throws IOException {
    HttpResponse<InputStream> response = open(request);
    try (InputStream body = response.body()) {
      return body.readNBytes(MAX_ANSWER_BYTES);
    }
  }

  /** Sends a request and returns its answer once it has begun, refusals thrown. */
  HttpResponse<InputStream> open(HttpRequest request) throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for E2B.");
    }
    if (response.statusCode() / 100 != 2) {
      try (InputStream body = response.body()) {
        throw refusal(request, response.statusCode(), body.readNBytes(64 << 10));
      }
    }
    return response;
  }

  static Map<String, Object> object(byte[] answer) throws IOException {
    return JsonTree.object(answer, answer.length);
  }

  static BodyPublisher json(Map<String, ?> body) {
    return BodyPublishers.ofByteArray(JsonWriter.bytes(body));
  }

  /** Encodes a part of a query or path. */
  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static E2bException refusal(HttpRequest request, int status, byte[] body) {
    @Nullable String code = null;
    String message = new String(body, UTF_8);
    try {
      Map<String, Object> error = object(body);
      // The API writes a number here and the word elsewhere, the daemon a word.
      String word = JsonTree.asString(error.get("code"));
      code = word == null ? JsonTree.asString(error.get("error_code")) : word;
      message = error.get("message") instanceof String text ? text : message;
    } catch (IOException e) {
      // It is no JSON: a proxy between us and the service has answered. Its words must do.
    }
    String words = message.substring(0, Math.min(MAX_MESSAGE_LENGTH, message.length()));
    return new E2bException(
        status,
        code,
        "E2B answered " + request.method() + " " + request.uri().getPath() + " with " + status
            + ": " + words + advice(status));
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> " Check the API key (E2B_API_KEY).";
      case 404 -> " The sandbox may have ended; its timeout can be set at its creation.";
      case 429 -> " Wait and try again, or ask for a higher limit.";
      default -> "";
    };
  }
}
