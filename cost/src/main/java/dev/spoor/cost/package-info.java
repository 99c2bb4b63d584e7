// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Exact money from token usage and sandbox seconds. Start at {@code TokenUsage} and
 * {@code CostCalculator}.
 */
@NullMarked
package dev.spoor.cost;

import org.jspecify.annotations.NullMarked;
