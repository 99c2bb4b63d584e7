// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The run that comes with the program: an agent with a helper mends a rounding error. It is written
 * in the form that {@code claude -p --output-format stream-json --include-partial-messages} prints,
 * with the time on each line.
 */
public final class BundledRun {
  private static final JsonFactory JSON = new JsonFactory();

  /** Told of each line when its time has come. */
  public interface Listener {
    void onLine(Duration sinceBegin, String line);
  }

  private BundledRun() {}

  /** Tells {@code listener} the lines, {@code speed} times as fast as they were written. */
  public static void play(double speed, Listener listener) throws InterruptedException {
    List<String> lines = lines();
    Instant begin = timeOf(lines.get(0));
    long start = System.nanoTime();
    for (String line : lines) {
      var sinceBegin = Duration.between(begin, timeOf(line));
      sleepUntil(start + (long) (sinceBegin.toNanos() / speed));
      listener.onLine(sinceBegin, line);
    }
  }

  public static List<String> lines() {
    try (InputStream bytes = BundledRun.class.getResourceAsStream("run.jsonl");
        var reader = new BufferedReader(new InputStreamReader(
            Objects.requireNonNull(bytes, "run.jsonl"), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("the bundled run cannot be read", e);
    }
  }

  private static Instant timeOf(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      @Nullable String time = timestamp(parser);
      return Instant.parse(Objects.requireNonNull(time, "timestamp"));
    } catch (IOException e) {
      throw new IllegalStateException("the bundled run is not JSON", e);
    }
  }

  private static @Nullable String timestamp(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("timestamp")) {
        return parser.getText();
      }
      parser.skipChildren();
    }
    return null;
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left).toMillis(), (int) (left % 1_000_000));
    }
  }
}
