// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be priced, and on which terms it was served. Immutable and safe for use by many
 * threads.
 *
 * <pre>{@code
 * var request = CostRequest.builder("us.anthropic.claude-sonnet-4-5-20250929-v1:0", usage)
 *     .setProvider("aws")
 *     .setBatch(true)
 *     .build();
 * }</pre>
 */
public final class CostRequest {
  private final String model;
  private final TokenUsage usage;
  private final @Nullable String provider;
  private final @Nullable Instant time;
  private final @Nullable String serviceTier;
  private final boolean batch;
  private final @Nullable String region;
  private final @Nullable String speed;

  /** Returns a builder of a request to price {@code usage} of {@code model}. */
  public static CostRequestBuilder builder(String model, TokenUsage usage) {
    return new CostRequestBuilder(model, usage);
  }

  CostRequest(CostRequestBuilder builder) {
    model = builder.model;
    usage = builder.usage;
    provider = builder.provider;
    time = builder.time;
    serviceTier = builder.serviceTier;
    batch = builder.batch;
    region = builder.region;
    speed = builder.speed;
  }

  /** Returns the model's name, in any spelling. */
  public String model() {
    return model;
  }

  /** Returns what was used. */
  public TokenUsage usage() {
    return usage;
  }

  /** Returns who sold it, or null to take who makes the model. */
  public @Nullable String provider() {
    return provider;
  }

  /** Returns when it was used, or null for now. */
  public @Nullable Instant time() {
    return time;
  }

  /** Returns the service tier, or null for the standard one. */
  public @Nullable String serviceTier() {
    return serviceTier;
  }

  /** Returns whether it was one of a batch. */
  public boolean isBatch() {
    return batch;
  }

  /** Returns the region that served it, or null for the global one. */
  public @Nullable String region() {
    return region;
  }

  /** Returns the speed, or null for the normal one. */
  public @Nullable String speed() {
    return speed;
  }
}
