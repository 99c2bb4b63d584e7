// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page and what belongs to it. It loads nothing from anywhere else, and may not. */
final class Page implements HttpHandler {
  private static final Map<String, String> TYPES = Map.of(
      "html", "text/html; charset=utf-8",
      "css", "text/css; charset=utf-8",
      "js", "text/javascript; charset=utf-8",
      "svg", "image/svg+xml");
  private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
      + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
      + " frame-ancestors 'none'";

  private static final List<String> NAMES = List.of(
      "index.html",
      "style.css",
      "icon.svg",
      "main.js",
      "stream.js",
      "log.js",
      "trace.js",
      "waterfall.js",
      "words.js");

  /** The files' texts by their names. */
  private final Map<String, String> files = new HashMap<>();

  static Page load() throws IOException {
    var page = new Page();
    for (String name : NAMES) {
      try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
        byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
        page.files.put(name, new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return page;
  }

  private Page() {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String name = path.equals("/") ? "index.html" : path.substring(1);
      String text = files.get(name);
      if (Responses.refused(exchange, text == null ? "" : path) || text == null) {
        return;
      }
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      Responses.send(exchange, type, text);
    }
  }
}
