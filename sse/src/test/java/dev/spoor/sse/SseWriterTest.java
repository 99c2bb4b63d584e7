// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseWriterTest {
  @RegisterExtension
  static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final SseSpanRecorder recorder = SseSpanRecorder.builder(otel.getOpenTelemetry())
      .setHeartbeatInterval(Duration.ofMillis(100))
      .setWriteTimeout(Duration.ofMillis(200))
      .build();
  private final SseSession session = recorder.start("/chat");

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void send_writesFieldsInOrder() throws Exception {
    session
        .writer(out)
        .send(SseEvent.of("text", " hi").withId("7").withRetry(Duration.ofSeconds(3)));

    assertThat(out.toString(UTF_8)).isEqualTo("id: 7\nevent: text\nretry: 3000\ndata:  hi\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb"})
  void send_breaksLinesWhateverTheyAreBrokenBy(String data) throws Exception {
    session.writer(out).send(data);

    assertThat(out.toString(UTF_8)).isEqualTo("data: a\ndata: b\n\n");
  }

  @Test
  void send_keepsEmptyLinesAndEmptyData() throws Exception {
    SseWriter writer = session.writer(out);
    writer.send("");
    writer.send("\n\r\r\n");

    assertThat(out.toString(UTF_8)).isEqualTo("data: \n\ndata: \ndata: \ndata: \ndata: \n\n");
  }

  @Test
  void send_cannotBeMadeToInjectAField() throws Exception {
    SseWriter writer = session.writer(out);

    assertThatThrownBy(() -> writer.send("a\nid: 1", "x")).hasMessageContaining("line break at 1");
    assertThatThrownBy(() -> SseEvent.of("a\rb", "x")).hasMessageContaining("type");
    assertThatThrownBy(() -> SseEvent.of("x").withId("1\ndata: y")).hasMessageContaining("id");
    assertThatThrownBy(() -> SseEvent.of("x").withId("1\0")).hasMessageContaining("NUL");
    writer.comment("one\ndata: two");
    writer.send("x\n\nevent: y\r\rid: z");
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            ": one\n: data: two\n\ndata: x\ndata: \ndata: event: y\ndata: \ndata: id: z\n\n");
  }

  @Test
  void send_writesUtf8ByteForByteLikeTheJdk() throws Exception {
    String text = "aé߿ࠀ€\uFFFF\uD83D\uDE00z".repeat(3000);
    session.writer(out).send(text);

    assertThat(out.toByteArray()).isEqualTo(("data: " + text + "\n\n").getBytes(UTF_8));
  }

  @Test
  void send_replacesHalfOfASurrogatePair() throws Exception {
    session.writer(out).send("\uD83Dx\uDE00\uD83D");

    assertThat(out.toString(UTF_8)).isEqualTo("data: \uFFFDx\uFFFD\uFFFD\n\n");
  }

  @Test
  void send_toAChannel() throws Exception {
    SseWriter.of(session, Channels.newChannel(out)).send("text", "hello");

    assertThat(out.toString(UTF_8)).isEqualTo("event: text\ndata: hello\n\n");
  }

  @Test
  void send_recordsTypeAndBytes() throws Exception {
    SseWriter writer = session.writer(out);
    writer.send("text", "é");
    writer.send(new SseEvent(null, null, "8", null));
    writer.comment("c");
    writer.complete();

    assertThat(otel.getSpans().get(0).getAttributes().asMap())
        .containsEntry(SseNames.EVENTS, 1L)
        .containsEntry(SseNames.EVENTS_BY_TYPE, "text=1")
        .containsEntry(SseNames.BYTES, (long) out.size());
  }

  @Test
  void send_throwsTheStreamsOwnExceptionAndEndsTheSession() {
    var gone = new IOException("Broken pipe");
    SseWriter writer = session.writer(new FailingStream(gone));

    assertThat(catchThrowable(() -> writer.send("x"))).isSameAs(gone);
    assertThat(session.outcome()).isEqualTo(SseOutcome.CLIENT_DISCONNECT);
    assertThatThrownBy(() -> writer.send("y"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has ended (client_disconnect)");
  }

  @Test
  void heartbeat_findsAClientThatLeftWhileTheStreamWasSilent() throws Exception {
    var ended = new CountDownLatch(1);
    session.onEnd(outcome -> ended.countDown());
    session.writer(new FailingStream(new IOException("Connection reset by peer")));

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(session.outcome()).isEqualTo(SseOutcome.CLIENT_DISCONNECT);
  }

  @Test
  void heartbeat_isACommentAndComesAgain() throws Exception {
    var twice = new CountDownLatch(2);
    session.writer(new OutputStream() {
      @Override
      public void write(int b) {
        out.write(b);
      }

      @Override
      public void flush() {
        twice.countDown();
      }
    });

    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    session.complete();
    assertThat(out.toString(UTF_8)).startsWith(": \n\n: \n\n");
    assertThat(otel.getSpans().get(0).getAttributes().get(SseNames.EVENTS)).isZero();
  }

  @Test
  void heartbeat_neverWritesOnceTheSessionIsOver() throws Exception {
    SseWriter writer = session.writer(out);
    writer.complete();
    session.gate().beat();

    assertThat(out.size()).isZero();
  }

  @Test
  void aStuckWrite_isCutAsTimeout() throws Exception {
    var stuck = new StuckStream();
    SseWriter writer = session.writer(stuck);
    session.setAbort(stuck.released::countDown);
    Throwable thrown = catchThrowable(() -> writer.send("x"));

    assertThat(thrown).hasMessage("aborted");
    assertThat(session.outcome()).isEqualTo(SseOutcome.TIMEOUT);
    assertThat(otel.getSpans().get(0).getAttributes().get(stringKey("sse.outcome")))
        .isEqualTo("timeout");
  }

  @Test
  void aStuckHeartbeat_isCutAsTimeout() throws Exception {
    var stuck = new StuckStream();
    var ended = new CountDownLatch(1);
    session.onEnd(outcome -> ended.countDown());
    session.setAbort(stuck.released::countDown);
    session.writer(stuck);

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(session.outcome()).isEqualTo(SseOutcome.TIMEOUT);
  }

  @Test
  void terminalCalls_waitForAHeartbeatUnderWay() throws Exception {
    var stuck = new StuckStream();
    session.writer(stuck);
    assertThat(stuck.entered.await(10, TimeUnit.SECONDS)).isTrue();
    var returned = new CountDownLatch(1);
    var host = new Thread(() -> {
      session.cancel();
      returned.countDown();
    });
    host.start();
    boolean returnedEarly = returned.await(50, TimeUnit.MILLISECONDS);
    stuck.released.countDown();

    assertThat(returnedEarly).isFalse();
    assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
    host.join();
    assertThat(session.outcome()).isEqualTo(SseOutcome.CANCELLED);
  }

  @Test
  void listeners_areToldWhenNoHeartbeatWritesAnyMore() throws Exception {
    var stuck = new StuckStream();
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    session.onEnd(
        outcome -> order.add(session.gate().isStuck(Long.MAX_VALUE, 0) ? "early" : "told"));
    session.writer(stuck);
    assertThat(stuck.entered.await(10, TimeUnit.SECONDS)).isTrue();
    var host = new Thread(session::cancel);
    host.start();
    while (session.outcome() == null) {
      Thread.onSpinWait();
    }
    stuck.released.countDown();
    host.join();

    assertThat(order).containsExactly("told");
  }

  @Test
  void aHostThatInterruptsTheWriter_isACancellation() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel channel = SocketChannel.open(server.getLocalAddress());
        SocketChannel client = server.accept()) {
      SseWriter writer = SseWriter.of(session, channel);
      Thread.currentThread().interrupt();
      Throwable thrown = catchThrowable(() -> writer.send("x"));
      boolean wasInterrupted = Thread.interrupted();

      assertThat(thrown).isInstanceOf(ClosedByInterruptException.class);
      assertThat(wasInterrupted).isTrue();
      assertThat(session.outcome()).isEqualTo(SseOutcome.CANCELLED);
      assertThat(client.isOpen()).isTrue();
    }
  }

  private static final class FailingStream extends OutputStream {
    private final IOException failure;

    FailingStream(IOException failure) {
      this.failure = failure;
    }

    @Override
    public void write(int b) throws IOException {
      throw failure;
    }
  }

  /** A client that does not read, until the connection is cut. */
  private static final class StuckStream extends OutputStream {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void write(int b) throws IOException {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("aborted");
    }
  }
}
