// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.AgentEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the input is, no exception reaches the host and what was lost is counted. */
class ClaudeStreamBadInputTest {
  private static final String TEXT =
      "{\"type\":\"assistant\",\"message\":{\"id\":\"m1\",\"model\":\"m\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"héllo\"}]},\"uuid\":\"u\"}";
  private static final String RESULT =
      "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,\"result\":\"ok\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "npm warn something",
        "{\"type\":\"assistant\",\"mess",
        "[1,2]",
        "\"text\"",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":01}",
        "{'type':'result'}",
        "{",
        "\u0000\u0001\u0002"
      })
  void brokenLine_isCountedAndTextAfterItIsRead(String line) {
    ReadEvents events = ReadEvents.ofClaude(line, TEXT, RESULT);

    assertThat(events.last(AgentEvent.Dropped.class).lines()).isEqualTo(1);
    assertThat(events.text()).isEqualTo("héllo");
    assertThat(events.of(AgentEvent.Failed.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "   ",
        "{\"type\":7,\"session_id\":[],\"message\":\"x\"}",
        "{\"type\":\"assistant\"}",
        "{\"type\":\"assistant\",\"message\":{\"content\":\"text\",\"usage\":[1],\"model\":{}}}",
        "{\"type\":\"assistant\",\"message\":{\"content\":[1,null,\"a\",[{}],{\"type\":{}}]}}",
        "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\"}]}}",
        "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":\"x\"}}",
        "{\"type\":\"stream_event\",\"event\":{\"type\":\"message_stop\"}}",
        "{\"type\":\"system\",\"subtype\":\"task_notification\"}",
        "{\"type\":\"system\",\"subtype\":\"init\",\"model\":5}",
        "{\"type\":\"system\",\"uuid\":[1],\"session_id\":{\"a\":2}}"
      })
  void oddLine_isNoLoss(String line) {
    ReadEvents events = ReadEvents.ofClaude(line, TEXT, RESULT);

    assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
    assertThat(events.text()).isEqualTo("héllo");
  }

  @Test
  void resultWithWrongTypes_isAResult() {
    ReadEvents events = ReadEvents.ofClaude(
        "{\"type\":\"result\",\"subtype\":{},\"is_error\":\"no\",\"num_turns\":-4,\"result\":[],\"duration_ms\":1e9,"
            + "\"total_cost_usd\":1e999999999,\"usage\":7,\"modelUsage\":{\"m\":{\"inputTokens\":99999999999999999999},"
            + "\"n\":3},\"errors\":\"x\"}");

    AgentEvent.Result result = events.last(AgentEvent.Result.class);
    assertThat(result.turns()).isNull();
    assertThat(result.cost()).isNull();
    assertThat(result.durationMillis()).isNull();
    assertThat(result.error()).isFalse();
  }

  @Test
  void invalidUtf8_isDropped() throws IOException {
    byte[] bytes = (TEXT + "\n" + RESULT).getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        bytes[i] = (byte) 0xFF;
      }
    }
    var events = new ReadEvents();
    events.claude().readAll(new ByteArrayInputStream(bytes));

    assertThat(events.last(AgentEvent.Dropped.class).lines()).isEqualTo(1);
    assertThat(events.last(AgentEvent.Result.class).turns()).isEqualTo(1);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void lineOfAHundredMegabytes_isDroppedWithoutBeingHeld() throws IOException {
    var events = new ReadEvents();
    try (ClaudeStream stream = events.claude()) {
      byte[] chunk = new byte[1 << 20];
      Arrays.fill(chunk, (byte) 'x');
      byte[] start = "{\"type\":\"".getBytes(UTF_8);
      stream.accept(start, 0, start.length);
      for (int i = 0; i < 100; i++) {
        stream.accept(chunk, 0, chunk.length);
      }
      byte[] rest = ("\"}\n" + TEXT + "\n" + RESULT).getBytes(UTF_8);
      stream.accept(rest, 0, rest.length);
    }

    assertThat(events.last(AgentEvent.Dropped.class).lines()).isEqualTo(1);
    assertThat(events.text()).isEqualTo("héllo");
  }

  @Test
  void lineLimit_isExact() {
    String line = "{\"type\":\"x\",\"pad\":\"" + "p".repeat(1100) + "\"}";
    for (int limit : new int[] {line.length() - 1, line.length()}) {
      var events = new ReadEvents();
      try (ClaudeStream stream = new ClaudeStream(events, null, limit, null)) {
        stream.accept(line);
      }
      assertThat(events.of(AgentEvent.Dropped.class)).hasSize(line.length() - limit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 50_000, 2_000_000})
  void deepNesting_isSurvived(int depth) {
    String line = "{\"type\":\"x\",\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    ReadEvents events = ReadEvents.ofClaude(line, TEXT, RESULT);

    assertThat(events.text()).isEqualTo("héllo");
    assertThat(events.of(AgentEvent.Dropped.class)).hasSize(depth > 100_000 ? 1 : 0);
  }

  @Test
  void binaryGarbage_isSurvived() throws IOException {
    byte[] garbage = new byte[1 << 20];
    new Random(42).nextBytes(garbage);
    var events = new ReadEvents();
    events.claude().readAll(new ByteArrayInputStream(garbage));

    assertThat(events.last(AgentEvent.Dropped.class).lines()).isPositive();
    assertThat(events.last(AgentEvent.Failed.class).message()).isEqualTo("stream ended");
  }

  @Test
  void emptyInput_failsWithStreamEnded() throws IOException {
    var events = new ReadEvents();
    events.claude().readAll(InputStream.nullInputStream());

    assertThat(events.all)
        .containsExactly(new AgentEvent.Failed("stream_ended", "stream ended", null));
  }

  @Test
  void byteOrderMarkAndCarriageReturns_areNoLoss() throws IOException {
    var events = new ReadEvents();
    events
        .claude()
        .readAll(new ByteArrayInputStream(
            ("\ufeff" + TEXT + "\r\n\r\n" + RESULT + "\r\n").getBytes(UTF_8)));

    assertThat(events.of(AgentEvent.Dropped.class)).isEmpty();
    assertThat(events.text()).isEqualTo("héllo");
  }

  @Test
  void failingInput_failsTheRunAndThrowsTheHostsOwnException() {
    var broken = new IOException("pipe");
    var events = new ReadEvents();
    var in = new InputStream() {
      @Override
      public int read() throws IOException {
        throw broken;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw broken;
      }
    };

    assertThatThrownBy(() -> events.claude().readAll(in)).isSameAs(broken);
    assertThat(events.last(AgentEvent.Failed.class))
        .isEqualTo(new AgentEvent.Failed("java.io.IOException", "stream ended", null));
  }

  @Test
  void throwingListener_doesNotStopTheReading() throws IOException {
    var events = new ReadEvents();
    events
        .claude()
        .readAll(new ByteArrayInputStream((TEXT + "\n" + RESULT).getBytes(UTF_8)), event -> {
          throw new IllegalStateException("client gone");
        });

    assertThat(events.last(AgentEvent.Result.class).turns()).isEqualTo(1);
  }

  @Test
  void closeFromTheListener_endsAfterTheLine() {
    var events = new ReadEvents();
    ClaudeStream[] stream = new ClaudeStream[1];
    stream[0] = new ClaudeStream(events, event -> stream[0].close(), 1 << 20, null);
    stream[0].accept(TEXT);
    stream[0].accept(RESULT);

    assertThat(events.of(AgentEvent.Failed.class)).hasSize(1);
    assertThat(events.of(AgentEvent.Result.class)).isEmpty();
  }

  @Test
  void readersAndPublishers_giveTheSameEvents() throws IOException {
    String all = TEXT.replace("héllo", "h\ud83d\ude00llo") + "\n" + RESULT + "\n";
    var bytes = new ReadEvents();
    bytes.claude().readAll(new ByteArrayInputStream(all.getBytes(UTF_8)));
    var chars = new ReadEvents();
    chars.claude().readAll(new StringReader(all));
    var published = new ReadEvents();
    try (var publisher = new SubmissionPublisher<String>(Runnable::run, 16)) {
      publisher.subscribe(published.claude().subscriber());
      all.lines().forEach(publisher::submit);
    }

    assertThat(chars.all).isEqualTo(bytes.all);
    assertThat(published.all).isEqualTo(bytes.all);
    assertThat(bytes.text()).isEqualTo("h\ud83d\ude00llo");
  }
}
