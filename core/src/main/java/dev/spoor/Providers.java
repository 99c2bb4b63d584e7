// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import org.jspecify.annotations.Nullable;

/** Names who answers model calls as the GenAI conventions do. */
final class Providers {
  /**
   * Returns the conventions' name of a seller of the price table; {@code _OTHER} if they have none.
   */
  static String named(@Nullable String seller) {
    if (seller == null) {
      return GenAi.OTHER;
    }
    return switch (seller) {
      case "anthropic", "openai", "cohere", "groq", "deepseek" -> seller;
      case "google" -> "gcp.gen_ai";
      case "aws" -> "aws.bedrock";
      case "azure" -> "azure.ai.openai";
      case "mistral" -> "mistral_ai";
      case "x-ai" -> "x_ai";
      case "moonshotai" -> "moonshot_ai";
      default -> GenAi.OTHER;
    };
  }

  private Providers() {}
}
