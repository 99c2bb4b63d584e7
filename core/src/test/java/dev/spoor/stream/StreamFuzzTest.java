// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.NullMarked;

/**
 * Streams with bytes changed, cut out, doubled and added must not make a reader throw or lose
 * count.
 */
@NullMarked
class StreamFuzzTest {
  private static final String[] STREAMS = {
    "partial-messages.jsonl",
    "sub-agent.jsonl",
    "oddities.jsonl",
    "key-order.jsonl",
    "two-results.jsonl"
  };

  private static final String PUNCTUATION = "{}[]\":,\\\n0e-";

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void claudeStream_survivesMutation(
      @ForAll @IntRange(max = 4) int stream,
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int mutations)
      throws IOException {
    byte[] bytes = mutated(bytes(STREAMS[stream]), new Random(seed), mutations);
    var events = new ReadEvents();
    events.claude().readAll(new ByteArrayInputStream(bytes));

    checkEnd(events);
  }

  @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
  void sseReaders_surviveMutation(@ForAll long seed, @ForAll @IntRange(max = 40) int mutations)
      throws IOException {
    byte[] bytes = mutated(bytes("tools.sse"), new Random(seed), mutations);
    var anthropic = new ReadEvents();
    anthropic.anthropic().readAll(new ByteArrayInputStream(bytes));
    var openAi = new ReadEvents();
    openAi.openAi().readAll(new ByteArrayInputStream(bytes));

    assertThat(anthropic.of(AgentEvent.Failed.class)).hasSizeLessThan(2);
    assertThat(openAi.of(AgentEvent.Failed.class)).hasSizeLessThan(2);
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void claudeStream_survivesAnyBytes(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
    var events = new ReadEvents();
    events.claude().readAll(new ByteArrayInputStream(bytes));

    checkEnd(events);
  }

  /** Every event can be sent to a browser, and a stream either has a result or fails once. */
  private static void checkEnd(ReadEvents events) {
    events.all.forEach(AgentEvent::toJson);
    boolean hasResult = events.of(AgentEvent.Result.class).stream()
        .anyMatch(result -> result.parentToolUseId() == null);
    assertThat(events.of(AgentEvent.Failed.class)).hasSize(hasResult ? 0 : 1);
    long lines = 0;
    for (AgentEvent.Dropped dropped : events.of(AgentEvent.Dropped.class)) {
      assertThat(dropped.lines()).isEqualTo(++lines);
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = ReadEvents.resource(resource)) {
      return in.readAllBytes();
    }
  }

  private static byte[] mutated(byte[] original, Random random, int mutations) {
    byte[] bytes = original.clone();
    for (int i = 0; i < mutations && bytes.length > 2; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length()));
        case 2 ->
          bytes = spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(200)), bytes, 0, 0);
        default -> {
          int from = random.nextInt(bytes.length);
          int to = Math.min(bytes.length, from + random.nextInt(200));
          bytes = spliced(bytes, at, at, bytes, from, to);
        }
      }
    }
    return bytes;
  }

  /**
   * Returns {@code bytes} with what is between {@code from} and {@code to} replaced by a piece of
   * {@code other}.
   */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] other, int start, int end) {
    byte[] result = new byte[bytes.length - (to - from) + end - start];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(other, start, result, from, end - start);
    System.arraycopy(bytes, to, result, from + end - start, bytes.length - to);
    return result;
  }
}
