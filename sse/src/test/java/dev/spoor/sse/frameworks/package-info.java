// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
/** Frameworks without an adapter, by the code that the guide shows. */
@NullMarked
package dev.spoor.sse.frameworks;

import org.jspecify.annotations.NullMarked;
