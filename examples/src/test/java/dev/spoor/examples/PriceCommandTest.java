// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceCommandTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private String price(String... lines) {
    var in = new ByteArrayInputStream(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    assertThat(PriceCommand.run(
            List.of(), in, out, new PrintStream(errors, true, StandardCharsets.UTF_8)))
        .isZero();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_pricesALine() {
    assertThat(price("""
                {"id":"a","provider":"anthropic","model":"claude-sonnet-4-5","usage_form":"anthropic.messages",\
                "usage":{"input_tokens":1000,"output_tokens":500,"cache_creation":null},"other":[1,{}]}""")).isEqualTo("""
            {"id":"a","usd":"0.0105","matched":"anthropic/claude-sonnet-4-5","reason":null}
            """);
  }

  @Test
  void run_keepsTheOrderAndAnswersEveryLine() {
    String answers = price(
        "not json",
        "[1]",
        "{\"id\":7,\"model\":\"nobody\",\"usage_form\":\"openai.chat\",\"usage\":{\"prompt_tokens\":1}}",
        "{\"id\":\"z\",\"model\":\"gpt-5\",\"usage_form\":\"openai.chat\",\"usage\":{\"prompt_tokens\":0}} x",
        "{\"id\":\"z\",\"model\":\"gpt-5\",\"usage_form\":\"openai.chat\",\"usage\":{\"prompt_tokens\":0}}");

    assertThat(answers).isEqualTo("""
            {"id":null,"usd":null,"matched":null,"reason":"the line is not a JSON object"}
            {"id":null,"usd":null,"matched":null,"reason":"the line is not a JSON object"}
            {"id":7,"usd":null,"matched":null,"reason":"the catalogue has no model 'nobody'"}
            {"id":null,"usd":null,"matched":null,"reason":"the line is not a JSON object"}
            {"id":"z","usd":"0","matched":"openai/gpt-5","reason":null}
            """);
  }

  @Test
  void run_readsTheTimestamp() {
    String line =
        "{\"id\":1,\"model\":\"o3\",\"usage_form\":\"openai.responses\",\"usage\":{\"input_tokens\":1000},\"timestamp\":\"%s\"}";

    assertThat(price(line.formatted("2025-06-09"))).contains("\"usd\":\"0.01\"");
    assertThat(price(line.formatted("2025-06-10"))).contains("\"usd\":\"0.002\"");
    assertThat(price(line.formatted("2025-06-10T01:00:00+02:00"))).contains("\"usd\":\"0.01\"");
    assertThat(price(line.formatted("yesterday"))).contains("\"usd\":null").contains("ISO-8601");
  }

  @Test
  void run_pricesNothingWhereACountIsNone() {
    String line =
        "{\"id\":1,\"model\":\"o3\",\"usage_form\":\"openai.responses\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":%s}}";

    assertThat(price(line.formatted("1" + "0".repeat(30))))
        .contains("\"usd\":null,\"matched\":\"openai/o3\"")
        .contains("output_tokens is more than can be billed");
    assertThat(price(line.formatted("true"))).contains("output_tokens is not a number");
    assertThat(price(line.formatted("null"))).contains("\"usd\":\"0.002\"");
  }

  @Test
  void run_appliesBatchOnceWhoeverTellsIt() {
    String line =
        "{\"id\":1,\"model\":\"claude-sonnet-4-5\",\"usage_form\":\"anthropic.messages\",\"batch\":true,\"service_tier\":\"batch\","
            + "\"usage\":{\"input_tokens\":1000,\"cache_read_input_tokens\":10000,\"output_tokens\":500,\"service_tier\":\"batch\"}}";

    assertThat(price(line)).contains("\"usd\":\"0.00675\"");
  }

  @Test
  void run_takesAnyFormFromAnySeller() {
    String line =
        "{\"id\":1,\"provider\":\"bedrock\",\"model\":\"us.anthropic.claude-sonnet-4-5-20250929-v1:0\","
            + "\"usage_form\":\"gemini.usageMetadata\",\"usage\":{\"promptTokenCount\":1000,\"candidatesTokenCount\":400,"
            + "\"thoughtsTokenCount\":100}}";

    assertThat(price(line)).contains("\"usd\":\"0.01155\"");
  }

  @Test
  void run_refusesArguments() {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var err = new PrintStream(errors, true, StandardCharsets.UTF_8);

    assertThat(
            PriceCommand.run(List.of("--help-me"), new ByteArrayInputStream(new byte[0]), out, err))
        .isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("takes no arguments");
  }
}
