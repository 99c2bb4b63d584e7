// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks beside the hand-written OpenTelemetry equivalent. */
@NullMarked
package dev.spoor.benchmarks;

import org.jspecify.annotations.NullMarked;
