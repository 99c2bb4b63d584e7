// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import dev.spoor.cost.CostCalculator;
import dev.spoor.langfuse.LangfuseSpanProcessor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the start of telemetry leaves besides the SDK. */
record Started(
    Pipeline pipeline,
    CostCalculator costs,
    @Nullable LangfuseSpanProcessor langfuse,
    String serviceName,
    Duration shutdownTimeout,
    boolean hook) {}
