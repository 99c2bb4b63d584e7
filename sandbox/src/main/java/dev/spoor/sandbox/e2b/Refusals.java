// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what a server says instead of an answer into an exception that can be shown. */
final class Refusals {
  private static final int MAX_MESSAGE_LENGTH = 500;

  private Refusals() {}

  /** {@code secret} is left out of the message, should the server quote it. */
  static E2bException of(String call, int status, byte[] body, String secret) {
    @Nullable String code = null;
    String message = new String(body, UTF_8);
    try {
      Map<String, Object> error = E2bHttp.object(body);
      // The API writes a number here and the word elsewhere, the daemon a word.
      String word = JsonTree.asString(error.get("code"));
      code = word == null ? JsonTree.asString(error.get("error_code")) : word;
      message = error.get("message") instanceof String text ? text : message;
    } catch (IOException e) {
      // It is no JSON: a proxy between us and the service has answered. Its words must do.
    }
    String words = shown(message.replace(secret, "***"));
    return new E2bException(
        status,
        code,
        "E2B answered " + call + " with " + status + (words.isEmpty() ? "." : ": " + words)
            + advice(status));
  }

  /** Returns the beginning of a stranger's words in one line. */
  static String shown(String words) {
    String line = words.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= MAX_MESSAGE_LENGTH ? line : line.substring(0, MAX_MESSAGE_LENGTH) + "…";
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> " Check the API key (E2B_API_KEY).";
      case 404 -> " The sandbox may have ended; its timeout can be set at its creation.";
      case 429 -> " Wait and try again, or ask for a higher limit.";
      default ->
        status / 100 == 3 ? " Redirects are not followed: is the domain (E2B_DOMAIN) right?" : "";
    };
  }
}
