// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CostRequest}. Not safe for use by many threads. Default: sold by who makes the
 * model, now, in the standard tier, at normal speed, in no particular region.
 */
public final class CostRequestBuilder {
  final String model;
  final TokenUsage usage;

  @Nullable String provider;

  @Nullable Instant time;

  @Nullable String serviceTier;

  boolean batch;

  @Nullable String region;

  @Nullable String speed;

  CostRequestBuilder(String model, TokenUsage usage) {
    this.model = requireNonNull(model, "model");
    this.usage = requireNonNull(usage, "usage");
  }

  /** Sets who sold it, such as {@code aws}. Default: who the name tells, or who makes the model. */
  public CostRequestBuilder setProvider(@Nullable String provider) {
    this.provider = provider;
    return this;
  }

  /** Sets when it was used. Default: now. */
  public CostRequestBuilder setTime(@Nullable Instant time) {
    this.time = time;
    return this;
  }

  /** Sets the service tier, such as {@code priority}. Default: the standard one. */
  public CostRequestBuilder setServiceTier(@Nullable String serviceTier) {
    this.serviceTier = serviceTier;
    return this;
  }

  /** Sets whether it was one of a batch; the same as the service tier {@code batch}. */
  public CostRequestBuilder setBatch(boolean batch) {
    this.batch = batch;
    return this;
  }

  /** Sets the region that served it, such as {@code us}. One that the name tells wins. */
  public CostRequestBuilder setRegion(@Nullable String region) {
    this.region = region;
    return this;
  }

  /** Sets the speed, such as {@code fast}. Default: the normal one. */
  public CostRequestBuilder setSpeed(@Nullable String speed) {
    this.speed = speed;
    return this;
  }

  /**
   * Reads from a provider's usage object what it tells beside counts: {@code service_tier},
   * {@code inference_geo}, {@code speed} and Gemini's {@code trafficType}. What was set before and
   * is not the base price stays.
   */
  public CostRequestBuilder readTerms(Map<String, ?> usageObject) {
    if (Terms.isStandardTier(serviceTier)) {
      String told = text(usageObject.get("service_tier"));
      serviceTier = told == null ? Terms.tierOfTraffic(text(usageObject.get("trafficType"))) : told;
    }
    if (Terms.isGlobalRegion(region)) {
      region = text(usageObject.get("inference_geo"));
    }
    if (Terms.isNormalSpeed(speed)) {
      speed = text(usageObject.get("speed"));
    }
    return this;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }

  /** Returns the request. */
  public CostRequest build() {
    return new CostRequest(this);
  }
}
