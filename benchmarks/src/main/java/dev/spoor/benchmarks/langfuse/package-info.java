// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** What the Langfuse processor costs the host's threads, and what delivery costs. */
@NullMarked
package dev.spoor.benchmarks.langfuse;

import org.jspecify.annotations.NullMarked;
