// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelResolverTest {
  private final ModelResolver resolver = PriceCatalog.shipped().resolver();

  @ParameterizedTest
  @CsvSource(nullValues = "-", textBlock = """
          -, claude-sonnet-4-5, anthropic/claude-sonnet-4-5, -
          -, claude-sonnet-4-5-20250929, anthropic/claude-sonnet-4-5, -
          -, '  Claude-Sonnet-4-5 ', anthropic/claude-sonnet-4-5, -
          -, claude-sonnet-4.5, anthropic/claude-sonnet-4-5, -
          -, claude-4.5-sonnet, anthropic/claude-sonnet-4-5, -
          -, claude-4-5-sonnet, anthropic/claude-sonnet-4-5, -
          -, claude-4-sonnet-20250514, anthropic/claude-sonnet-4-0, -
          -, claude-sonnet-4, anthropic/claude-sonnet-4-0, -
          -, claude-sonnet-4-0, anthropic/claude-sonnet-4-0, -
          -, claude-opus-4-20250514, anthropic/claude-opus-4-0, -
          -, claude-opus-5-0, anthropic/claude-opus-5, -
          -, claude-3-5-sonnet-20241022, anthropic/claude-3-5-sonnet, -
          -, claude-3.5-sonnet, anthropic/claude-3-5-sonnet, -
          -, claude-3-5-haiku-latest, anthropic/claude-3-5-haiku-latest, -
          -, claude-haiku-3-5, anthropic/claude-3-5-haiku-latest, -
          -, claude-opus-4-6[1m], anthropic/claude-opus-4-6, -
          -, claude-sonnet-4-5[1M], anthropic/claude-sonnet-4-5, -
          -, anthropic/claude-sonnet-4-5, anthropic/claude-sonnet-4-5, -
          -, anthropic/claude-sonnet-4.5, anthropic/claude-sonnet-4-5, -
          -, openrouter/anthropic/claude-sonnet-4.5, openrouter/anthropic/claude-sonnet-4.5, -
          openrouter, anthropic/claude-sonnet-4.5, openrouter/anthropic/claude-sonnet-4.5, -
          openrouter, anthropic/claude-sonnet-4-5, openrouter/anthropic/claude-sonnet-4.5, -
          openrouter, claude-sonnet-4-5, openrouter/anthropic/claude-sonnet-4.5, -
          openrouter, openai/gpt-5, openrouter/openai/gpt-5, -
          -, vercel_ai_gateway/anthropic/claude-sonnet-4.5, anthropic/claude-sonnet-4-5, -
          -, gmi/anthropic/claude-sonnet-4.5, anthropic/claude-sonnet-4-5, -
          -, replicate/anthropic/claude-4.5-sonnet, anthropic/claude-sonnet-4-5, -
          -, us.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us
          -, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, eu
          -, apac.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, apac
          -, us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us-gov
          -, global.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, -
          aws, anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, -
          bedrock, claude-sonnet-4-5, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, -
          -, bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us
          -, bedrock/us-gov-west-1/anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us-gov-west-1
          -, bedrock/converse/eu.anthropic.claude-opus-4-5-20251101-v1:0, aws/anthropic.claude-opus-4-5-v1:0, eu
          anthropic, us.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us
          -, 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0', aws/anthropic.claude-sonnet-4-5-20250929-v1:0, us
          -, 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0', aws/anthropic.claude-sonnet-4-5-20250929-v1:0, -
          -, 'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0', aws/anthropic.claude-sonnet-4-5-20250929-v1:0, eu-west-1
          -, 'bedrock/arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0', aws/anthropic.claude-sonnet-4-5-20250929-v1:0, eu
          -, gemini-pro-latest, google/gemini-3.1-pro-preview, -
          -, amazon.nova-lite-v1:0, aws/amazon.nova-lite-v1:0, -
          google, claude-sonnet-4-5@20250929, google/claude-sonnet-4-5, -
          vertex_ai, claude-opus-4-5@20251101, google/claude-opus-4-5, -
          -, vertex_ai/claude-sonnet-4-5@20250929, google/claude-sonnet-4-5, -
          -, vertex_ai/claude-opus-4-6@default, google/claude-opus-4-6, -
          -, claude-sonnet-4-5@20250929, anthropic/claude-sonnet-4-5, -
          -, projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929, google/claude-sonnet-4-5, us-east5
          -, publishers/google/models/gemini-2.5-flash, google/gemini-2.5-flash, -
          -, models/gemini-2.5-flash, google/gemini-2.5-flash, -
          -, gemini/gemini-2.5-pro, google/gemini-2.5-pro, -
          -, google/gemini-2.5-pro, google/gemini-2.5-pro, -
          -, gemini-2.0-flash-001, google/gemini-2.0-flash, -
          -, gemini-1.5-flash-8b, google/gemini-flash-1.5-8b, -
          -, openai/gpt-5, openai/gpt-5, -
          -, gpt-5-2025-08-07, openai/gpt-5, -
          -, o4-mini-2025-04-16, openai/o4-mini, -
          -, gpt-5-1, openai/gpt-5.1, -
          -, azure/gpt-4o, openai/gpt-4o, -
          azure, gpt-4o-2024-08-06, openai/gpt-4o, -
          azure, gpt-35-turbo, openai/gpt-3.5-turbo, -
          -, azure_ai/claude-sonnet-4-5, anthropic/claude-sonnet-4-5, -
          -, 'ft:gpt-4o-2024-08-06:org::id', openai/ft:gpt-4o, -
          -, 'ft:gpt-4o-mini-2024-07-18:org:name:id', openai/ft:gpt-4o-mini, -
          -, 'ft:gpt-3.5-turbo-0125:org::id', openai/ft:gpt-3.5-turbo, -
          mistralai, mistral-large-2512, mistral/mistral-large-2512, -
          xai, grok-4-0709, x-ai/grok-4-0709, -
          -, xai/grok-3-latest, x-ai/grok-3, -
          groq, openai/gpt-oss-120b, groq/openai/gpt-oss-120b, -
          -, groq/llama-3.3-70b-versatile, groq/llama-3.3-70b-versatile, -
          moonshot, kimi-k3, moonshotai/kimi-k3, -
          -, deepseek/deepseek-chat, deepseek/deepseek-chat, -
          -, cohere/command-r-plus-08-2024, cohere/command-r-plus, -
          """)
  void resolve_findsEverySpelling(
      @Nullable String provider, String model, String expected, @Nullable String region) {
    var found = resolver.resolve(provider, model, null);

    assertThat(found.entry())
        .as(found.reason())
        .isNotNull()
        .extracting(ModelEntry::matched)
        .isEqualTo(expected);
    assertThat(found.region()).isEqualTo(region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-sonnet-5-free",
        "claude-opus-9",
        "claude-opus-4-9",
        "claude",
        "claude-sonnet",
        "gpt-5-turbo",
        "gpt-5.9",
        "gpt-4o-mini-free",
        "ft:gpt-5:org::id",
        "ft:claude-sonnet-4-5:org::id",
        "gemini-2.5-pro-max",
        "somewhere/claude-sonnet-4-5",
        "databricks/databricks-claude-sonnet-4-5",
        "snowflake/claude-sonnet-4-5",
        "github_copilot/claude-sonnet-4.5",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
        "arn:",
        "/",
        "anthropic/",
        "<synthetic>",
        "gpt-4o-2024-13-45",
        "azure_ai/deepseek-r1",
        "gemini-flash-next",
      })
  void resolve_neverTakesANeighbour(String model) {
    var found = resolver.resolve(null, model, null);

    assertThat(found.entry()).isNull();
    assertThat(found.reason()).isNotEmpty();
  }

  @Test
  void resolve_saysThatItDoesNotKnowAProvider() {
    assertThat(resolver.resolve("nobody", "claude-sonnet-4-5", null).reason())
        .isEqualTo("the catalogue has no prices of the provider 'nobody'");
  }

  @Test
  void resolve_refusesNamesOfAnyLength() {
    assertThat(resolver.resolve(null, "x".repeat(10_000), null).reason())
        .contains("512 characters");
  }

  @Test
  void resolve_letsTheNamesRegionWin() {
    assertThat(resolver
            .resolve("aws", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-east-1")
            .region())
        .isNull();
  }
}
