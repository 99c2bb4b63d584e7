// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** How fast the stream readers read. */
@NullMarked
package dev.spoor.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
