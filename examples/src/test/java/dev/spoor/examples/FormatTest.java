// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void of_tellsStreamJsonByItsFirstTypedLine() {
    assertThat(Format.of("noise\n{\"uuid\":\"u\",\"type\":\"system\"}\n", false))
        .isEqualTo(Format.CLAUDE_STREAM);
    assertThat(Format.of("\ufeff{\"type\" : \"system\"}", true)).isEqualTo(Format.CLAUDE_STREAM);
  }

  @Test
  void of_tellsAnthropicByItsEvents() {
    assertThat(Format.of(": hello\n\nevent: message_start\n", false))
        .isEqualTo(Format.ANTHROPIC_SSE);
    assertThat(Format.of("data: {\"type\": \"message_start\"}\r", false))
        .isEqualTo(Format.ANTHROPIC_SSE);
    assertThat(Format.of(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"x\"}}\n", true))
        .isEqualTo(Format.ANTHROPIC_SSE);
  }

  @Test
  void of_tellsOpenAiByItsChunksAndItsResponses() {
    assertThat(Format.of("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\"}\n", false))
        .isEqualTo(Format.OPENAI_SSE);
    assertThat(Format.of("data:{\"choices\":[]}\n", false)).isEqualTo(Format.OPENAI_SSE);
    assertThat(Format.of("event: response.created\n", false)).isEqualTo(Format.OPENAI_SSE);
    assertThat(Format.of("data: [DONE]\n\n", true)).isEqualTo(Format.OPENAI_SSE);
  }

  @Test
  void of_doesNotGuess() {
    assertThat(Format.of("{\"type\":\"sys", false)).isNull();
    assertThat(Format.of("plain words\n", true)).isNull();
    assertThat(Format.of("{\n  \"name\": \"x\"\n}\n", true)).isNull();
    assertThat(Format.of("\u0000\u0001\u0002", true)).isNull();
    assertThat(Format.of("data: anything\n\n", true)).isNull();
  }

  @Test
  void of_takesNoBodyForAStream() {
    assertThat(Format.of(
            "{\"object\":\"chat.completion\",\"choices\":[{\"tool_calls\":[{\"type\":\"function\"}]}]}",
            true))
        .isNull();
    assertThat(Format.of("{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}", true))
        .isNull();
    assertThat(Format.of("{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}", true))
        .isNull();
  }

  @Test
  void of_takesAPieceOfALineForAnAgentThatWasCutOff() {
    assertThat(Format.of("{\"session_id\":\"s\",\"mess", true)).isEqualTo(Format.CLAUDE_STREAM);
    assertThat(Format.of("{\"type\":\"sys\n{\"type\":\"system\"}\n", true))
        .isEqualTo(Format.CLAUDE_STREAM);
  }

  @Test
  void of_takesNothingForAnAgentThatSaidNothing() {
    assertThat(Format.of("", true)).isEqualTo(Format.CLAUDE_STREAM);
    assertThat(Format.of(" \n\n", true)).isEqualTo(Format.CLAUDE_STREAM);
    assertThat(Format.of("", false)).isNull();
  }
}
