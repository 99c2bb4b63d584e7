// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import dev.spoor.examples.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A tab of a browser. Not for use by several threads. */
final class Tab implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final DevTools tools;
  private final String target;
  private final String session;
  private boolean closed;

  static Tab open(DevTools tools, int width, int height, boolean dark) {
    Map<String, @Nullable Object> made =
        tools.send(null, "Target.createTarget", Map.of("url", "about:blank"));
    String target = String.valueOf(made.get("targetId"));
    Map<String, @Nullable Object> attached =
        tools.send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true));
    var tab = new Tab(tools, target, String.valueOf(attached.get("sessionId")));
    tab.send("Page.enable", Map.of());
    tab.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    tab.send("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    return tab;
  }

  private Tab(DevTools tools, String target, String session) {
    this.tools = tools;
    this.target = target;
    this.session = session;
  }

  /** Runs {@code script} in each document before its own scripts. */
  void beforeEachDocument(String script) {
    send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  void go(String url) {
    Map<String, @Nullable Object> answer = send("Page.navigate", Map.of("url", url));
    if (answer.get("errorText") != null) {
      throw new AssertionError(url + ": " + answer.get("errorText"));
    }
  }

  /** Returns what a JavaScript expression comes to, as text. */
  String evaluate(String expression) {
    Map<String, @Nullable Object> answer = send(
        "Runtime.evaluate",
        Map.of("expression", "String(" + expression + ")", "awaitPromise", true));
    if (answer.containsKey("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return String.valueOf(Json.child(answer, "result").get("value"));
  }

  /** Waits until a JavaScript expression is true. */
  void await(String expression) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!evaluate("Boolean(" + expression + ")").equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never true: " + expression + "; the page says: "
            + evaluate("document.body.innerText"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Presses and lets go of a key: {@code Tab}, {@code Enter}, {@code " "}. */
  void press(String key) {
    String text = key.equals("Enter") ? "\r" : key.equals("Tab") ? "" : key;
    int code = key.equals("Enter") ? 13 : key.equals("Tab") ? 9 : key.charAt(0);
    for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type,
              "key", key,
              "code", key.equals(" ") ? "Space" : key,
              "text", type.equals("keyUp") ? "" : text,
              "windowsVirtualKeyCode", code));
    }
  }

  /** Types text into what has the focus. */
  void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  /** Writes a picture of the whole page. */
  void screenshot(Path file) {
    Map<String, @Nullable Object> answer =
        send("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the tab, as a user does. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tools.send(null, "Target.closeTarget", Map.of("targetId", target));
    }
  }

  private Map<String, @Nullable Object> send(String method, Map<String, ?> parameters) {
    return tools.send(session, method, parameters);
  }
}
