// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkedLinesTest {
  private static final String MARK = "\u001eOTLP1 ";

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private int broken;
  private final MarkedLines marked = new MarkedLines(this::keep, new MarkedLines.Receiver() {
    @Override
    public void line(byte[] bytes, int length) {
      lines.add(new String(bytes, 0, length, UTF_8));
    }

    @Override
    public void broken() {
      broken++;
    }
  });

  @Test
  void accept_takesMarkedLinesOutAndPassesTheRest() {
    feed("é one\n" + MARK + "{\"a\":1}\ntwo" + MARK + "{}\n\u001e three\u001eOTLP2\n");

    assertThat(lines).containsExactly("{\"a\":1}", "{}");
    assertThat(text.toString(UTF_8)).isEqualTo("é one\ntwo\u001e three\u001eOTLP2\n");
  }

  @Test
  void accept_isTheSameWhereverTheBytesAreCut() {
    byte[] whole =
        ("é漢🙂\n" + MARK + "x\n\u001e\u001eOTLP1 y\n" + MARK + "\u001eOT").getBytes(UTF_8);
    for (int first = 0; first <= whole.length; first++) {
      for (int second = first; second <= whole.length; second++) {
        MarkedLinesTest test = new MarkedLinesTest();
        test.marked.accept(ByteBuffer.wrap(whole, 0, first));
        test.marked.accept(ByteBuffer.wrap(whole, first, second - first));
        test.marked.accept(ByteBuffer.wrap(whole, second, whole.length - second));
        test.marked.finish();
        assertThat(test.lines).containsExactly("x", "y");
        assertThat(test.text.toString(UTF_8)).isEqualTo("é漢🙂\n\u001e\u001eOT");
        assertThat(test.broken).isOne();
      }
    }
  }

  @Test
  void accept_passesRandomBytesUnchanged() {
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    for (int at = 0; at < noise.length; at += 999) {
      marked.accept(ByteBuffer.wrap(noise, at, Math.min(999, noise.length - at)));
    }
    marked.finish();

    assertThat(text.toByteArray()).isEqualTo(noise);
  }

  @Test
  void accept_dropsALineThatIsTooLongAndGoesOn() {
    feed(MARK + "x".repeat(MarkedLines.MAX_LINE_BYTES + 1) + "\n" + MARK + "fine\n");

    assertThat(lines).containsExactly("fine");
    assertThat(broken).isOne();
  }

  @Test
  void accept_keepsALineOfTheGreatestLength() {
    feed(MARK + "x".repeat(MarkedLines.MAX_LINE_BYTES) + "\n");

    assertThat(lines).singleElement().asString().hasSize(MarkedLines.MAX_LINE_BYTES);
  }

  @Test
  void accept_dropsALineThatAnotherWriterCutInTwo() {
    feed(MARK + "{\"half" + MARK + "whole\n");

    assertThat(lines).containsExactly("whole");
    assertThat(broken).isOne();
  }

  @Test
  void finish_countsALineThatBrokeOff() {
    feed(MARK + "{\"half");

    assertThat(lines).isEmpty();
    assertThat(broken).isOne();
    assertThat(text.size()).isZero();
  }

  @Test
  void finish_passesAMarkThatWasNone() {
    feed("end\u001eOTLP1");

    assertThat(text.toString(UTF_8)).isEqualTo("end\u001eOTLP1");
  }

  private void feed(String bytes) {
    marked.accept(ByteBuffer.wrap(bytes.getBytes(UTF_8)));
    marked.finish();
  }

  private void keep(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    text.writeBytes(copy);
  }
}
