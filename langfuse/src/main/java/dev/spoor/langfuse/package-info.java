// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** Agent traces in Langfuse. Start at {@code LangfuseSpanProcessor}. */
@NullMarked
package dev.spoor.langfuse;

import org.jspecify.annotations.NullMarked;
