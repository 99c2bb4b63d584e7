// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What any span says about generative AI, whoever wrote it and in whichever spelling. Start at
 * {@code GenAiSpanReader}.
 */
@NullMarked
package dev.spoor.semconv;

import org.jspecify.annotations.NullMarked;
