// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** The whole life of a Server-Sent-Events response. Start at {@code SseSpanRecorder}. */
@NullMarked
package dev.spoor.sse;

import org.jspecify.annotations.NullMarked;
