// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's URL; of those that come twice, the first. */
record Query(Map<String, String> parameters) {
  static Query of(HttpExchange exchange) {
    @Nullable String text = exchange.getRequestURI().getRawQuery();
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : text == null ? new String[0] : text.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
      }
    }
    return new Query(parameters);
  }

  @Nullable String get(String name) {
    return parameters.get(name);
  }

  /** Returns the parameter, or {@code otherwise} where it is missing or blank. */
  String get(String name, String otherwise) {
    String value = parameters.getOrDefault(name, "");
    return value.isBlank() ? otherwise : value;
  }

  // The server has refused URLs with a broken % already.
  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
