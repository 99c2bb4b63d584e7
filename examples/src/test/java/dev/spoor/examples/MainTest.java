// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of results that nobody can have, and of reasons that libraries log. */
class MainTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void run_tellsThatTheDiskIsFull() {
    int exitCode = run(InputStream.nullInputStream(), "No space left on device", "--version");

    assertThat(exitCode).isEqualTo(2);
    assertThat(said())
        .isEqualTo("spoor: the results could not be written: No space left on device.");
  }

  @Test
  void run_isContentWithAReaderThatHasSeenEnough() {
    int exitCode = run(InputStream.nullInputStream(), "Broken pipe", "--version");

    assertThat(exitCode).isZero();
    assertThat(said()).isEmpty();
  }

  @Test
  void price_endsWhenNobodyReads() {
    int exitCode = run(new EndlessLines(), "Broken pipe", "price");

    assertThat(exitCode).isZero();
  }

  @Test
  void replay_tellsInOneLineThatABackendDoesNotAnswer() {
    String nobody = "http://127.0.0.1:" + Ports.free();

    var done = SpoorProcess.run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", nobody), "--speed", "fast");

    assertThat(done.exitCode()).isZero();
    assertThat(done.err())
        .containsPattern("(?m)^spoor: Failed to export spans\\..*Failed to connect to")
        .doesNotContain("\tat ", "Caused by");
  }

  /** Runs the command line with an output that fails for {@code reason}. */
  private int run(InputStream in, String reason, String... arguments) {
    var out = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
    return Main.run(List.of(arguments), in, out, errors);
  }

  private String said() {
    return errors.toString(StandardCharsets.UTF_8).strip();
  }

  /** As {@code yes '{}'} writes them. */
  private static final class EndlessLines extends InputStream {
    private int position;

    @Override
    public int read() {
      position = (position + 1) % 3;
      return "{}\n".charAt(position);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      for (int i = 0; i < length; i++) {
        bytes[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
