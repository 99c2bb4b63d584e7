// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** What it costs to know what something costs. */
@NullMarked
package dev.spoor.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
