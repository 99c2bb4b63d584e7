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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests and turns refusals into exceptions. Safe for use by many threads. */
final class E2bHttp {
  static final String JSON = "application/json";

  final E2bAddresses addresses;
  final Duration timeout;
  private final HttpClient client;
  private final String apiKey;

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
    return HttpRequest.newBuilder(URI.create(addresses.api(path))).header("X-API-Key", apiKey);
  }

  /** Sends a request and returns what it says, refusals thrown. */
  byte[] send(HttpRequest request) throws IOException {
    return exchange(request).body();
  }

  /** Sends a request and returns its whole answer, refusals thrown. */
  HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response = await(request, BoundedBody.handler());
    if (response.statusCode() / 100 != 2) {
      throw refusal(request, response.statusCode(), response.body());
    }
    return response;
  }

  /** Sends a request and returns its answer once it has begun, refusals thrown. */
  InputStream open(HttpRequest request) throws IOException {
    HttpResponse<InputStream> response = await(request, BoundedBody.unlessSuccess());
    if (response.statusCode() / 100 != 2) {
      throw refusal(request, response.statusCode(), response.body().readAllBytes());
    }
    return response.body();
  }

  static Map<String, Object> object(byte[] answer) throws IOException {
    return JsonTree.object(answer, answer.length);
  }

  /** Returns the items of an answer that is an array. */
  static List<?> list(byte[] answer) throws IOException {
    byte[] wrapped = ("{\"items\":" + new String(answer, UTF_8) + "}").getBytes(UTF_8);
    return JsonTree.asList(object(wrapped).get("items"));
  }

  static BodyPublisher json(Map<String, ?> body) {
    return BodyPublishers.ofByteArray(JsonWriter.bytes(body));
  }

  /** Encodes a part of a query or path. */
  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** The time limit of a request itself ends with the headers of its answer; this one does not. */
  private <T> HttpResponse<T> await(HttpRequest request, BodyHandler<T> handler)
      throws IOException {
    CompletableFuture<HttpResponse<T>> response = client.sendAsync(request, handler);
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for E2B.");
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new HttpTimeoutException("E2B did not answer " + describe(request) + " within "
          + timeout + ". Is the service reachable? setRequestTimeout allows it more time.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("E2B could not be asked: " + describe(request) + ".", e.getCause());
    }
  }

  private E2bException refusal(HttpRequest request, int status, byte[] body) {
    return Refusals.of(describe(request), status, body, apiKey);
  }

  private static String describe(HttpRequest request) {
    return request.method() + " " + request.uri().getPath();
  }
}
