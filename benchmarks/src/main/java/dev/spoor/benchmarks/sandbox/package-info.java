// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** What it costs to carry a trace into a process. */
@NullMarked
package dev.spoor.benchmarks.sandbox;

import org.jspecify.annotations.NullMarked;
