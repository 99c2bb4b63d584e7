// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases that web-platform-tests has for the format of event streams, and those of the contract
 * tests that client libraries share, as far as they concern the format.
 */
class SseDecoderTest {
  private final Heard heard = new Heard();
  private final SseDecoder decoder = SseDecoder.of(heard);

  @Test
  void field_parsing() {
    // format-field-parsing: only "data:" and "data: " fields in their exact spelling count.
    read(
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n");
    read(" data:32\ndata:4\n\n");

    assertThat(heard.data()).containsExactly("\0\n 2\n1\n3\n\n4");
  }

  @Test
  void oneLine() {
    read("data: hello\n\n");

    assertThat(heard.events).containsExactly(event("message", "hello", null));
  }

  @Test
  void formatFieldData_emptyAndTwoLinesAndNoColon() {
    read("data:\n\ndata\ndata\n\ndata:test\n\n");

    assertThat(heard.data()).containsExactly("", "\n", "test");
  }

  @Test
  void formatDataBeforeFinalEmptyLine_isDiscarded() {
    read("retry:1000\ndata:test1\n\nid:test\ndata:test2");

    assertThat(heard.data()).containsExactly("test1");
    assertThat(decoder.finish()).isTrue();
    assertThat(decoder.lastEventId()).isNull();
  }

  @Test
  void formatFieldEvent_andBackToMessage() {
    read("event:test\ndata:x\n\ndata:x\n\n");

    assertThat(heard.events).containsExactly(event("test", "x", null), event("message", "x", null));
  }

  @Test
  void formatFieldEventEmpty_isMessage() {
    read("event: \ndata:data\n\n");

    assertThat(heard.events).containsExactly(event("message", "data", null));
  }

  @Test
  void formatFieldId_staysUntilChanged() {
    read("id: …\ndata:1\n\ndata:2\n\nid:next\ndata:3\n\n");

    assertThat(heard.events).extracting(SseEvent::id).containsExactly("…", "…", "next");
  }

  @Test
  void formatFieldId2_emptyResets() {
    read("id: 1\ndata:1\n\nid\ndata:2\n\nid: 3\ndata:3\n\nid:\ndata:4\n\n");

    assertThat(heard.events).extracting(SseEvent::id).containsExactly("1", null, "3", null);
  }

  @Test
  void formatFieldId3_ofAnEventWithoutDataIsKept() {
    read("id: 7\n\ndata:x\n\n");

    assertThat(heard.events).containsExactly(event("message", "x", "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "x\0", "\0x", "x\0x", " \0"})
  void formatFieldIdNull_isIgnored(String id) {
    read("id: before\ndata:1\n\nid: " + id + "\ndata:2\n\n");

    assertThat(heard.events).extracting(SseEvent::id).containsExactly("before", "before");
  }

  @Test
  void formatFieldRetry_andBogus() {
    read("retry:03000\nretry:3000\nretry:3000x\nretry: \nretry:-1\nretry:1.5\nretry:٣\n\n");

    assertThat(heard.retries).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void formatFieldUnknown_isIgnored() {
    read("data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n");

    assertThat(heard.data()).containsExactly("test\n\ntest");
  }

  @Test
  void formatLeadingSpace_oneIsStripped() {
    read("data:\ttest\rdata: \ndata:test\n\nevent:  x\ndata:   three\n\n");

    assertThat(heard.events)
        .containsExactly(event("message", "\ttest\n\ntest", null), event(" x", "  three", null));
  }

  @Test
  void formatNewlines_allKindsAndMixed() {
    read("data:test\r\ndata\ndata:test\r\n\r\ndata:a\r\rdata:b\n\n\n\ndata:c\r\n\r\n\r\n");

    assertThat(heard.data()).containsExactly("test\n\ntest", "a", "b", "c");
  }

  @Test
  void formatNullCharacter_isData() {
    read("data:\0\n\n\n\n");

    assertThat(heard.data()).containsExactly("\0");
  }

  @Test
  void formatUtf8_isAlwaysTheEncoding() {
    read("data:ok…\n\ndata:\uD83D\uDE00é\n\n");

    assertThat(heard.data()).containsExactly("ok…", "\uD83D\uDE00é");
  }

  @Test
  void formatUtf8_replacesWhatIsNoUtf8() {
    decoder.feed(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xFF, 'x', '\n', '\n'});

    assertThat(heard.data()).containsExactly("\uFFFDx");
  }

  @Test
  void formatComments_longOnesAndBetweenLines() {
    String longComment = "x".repeat(2000);
    read("data:1\r:\0\n:\r\ndata:2\n:" + longComment);
    read("\rdata:3\n:data:fail\r:" + longComment);
    read("\ndata:4\n\n");

    assertThat(heard.data()).containsExactly("1\n2\n3\n4");
    assertThat(heard.comments).hasSize(5);
  }

  @Test
  void formatBom_atTheStartIsStrippedOnce() {
    read("\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n");

    assertThat(heard.data()).containsExactly("1", "3");
  }

  @Test
  void formatBom2_theSecondIsPartOfTheField() {
    read("\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n");

    assertThat(heard.data()).containsExactly("2", "3");
  }

  @Test
  void bom_beforeACommentAndBeforeNothing() {
    read("\uFEFF:hello\n\uFEFF\ndata:1\n\n");

    assertThat(heard.comments).containsExactly("hello");
    assertThat(heard.data()).containsExactly("1");
  }

  @Test
  void bom_thatIsCutShortIsNone() {
    decoder.feed(new byte[] {(byte) 0xEF, (byte) 0xBB, '\n', 'd', 'a', 't', 'a', ':', '1', '\n'});
    decoder.feed(new byte[] {'\n'});

    assertThat(heard.data()).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void chunks_mayBeCutAnywhere(int size) {
    byte[] bytes =
        "\uFEFFid: 1\r\nevent: tëst\r\ndata: a\rdata: \r\n\r\n: c\r\n\ndata: \uD83D\uDE00\r\rdata: end\n\n"
            .getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i += size) {
      decoder.feed(bytes, i, Math.min(size, bytes.length - i));
    }

    assertThat(heard.events)
        .containsExactly(
            event("tëst", "a\n", "1"),
            event("message", "\uD83D\uDE00", "1"),
            event("message", "end", "1"));
  }

  @Test
  void chunks_aCarriageReturnAtTheEndOfOne() {
    read("data: a\r");
    read("\ndata: b\r");
    read("\n");
    assertThat(heard.data()).isEmpty();

    read("\r\n");
    assertThat(heard.data()).containsExactly("a\nb");
  }

  @Test
  void fieldOrder_doesNotMatter() {
    read("data: x\nid: 9\nevent: e\n\n");

    assertThat(heard.events).containsExactly(event("e", "x", "9"));
  }

  @Test
  void aMessageOfFiveMegabytes() {
    String large = "y".repeat(5_000_000);
    read("data: " + large + "\n\n");

    assertThat(heard.data()).containsExactly(large);
  }

  @Test
  void anEventThatIsTooLong_isDroppedAndCountedAndTheNextIsRead() {
    SseDecoder small = SseDecoder.of(heard, 32);
    small.feed(("data: " + "x".repeat(100) + "\ndata: more\n\ndata: next\n\n").getBytes(UTF_8));
    small.feed((": " + "c".repeat(25) + "\n").repeat(50).getBytes(UTF_8));
    small.feed("data: after comments\n\n".getBytes(UTF_8));

    assertThat(heard.data()).containsExactly("next", "after comments");
    assertThat(small.dropped()).isEqualTo(1);
  }

  @Test
  void finish_tellsWhetherSomethingWasCut() {
    read("data: whole\n\n");
    assertThat(decoder.finish()).isFalse();
  }

  private void read(String text) {
    decoder.feed(text.getBytes(UTF_8));
  }

  private static SseEvent event(String type, String data, @Nullable String id) {
    return new SseEvent(type, data, id, null);
  }
}
