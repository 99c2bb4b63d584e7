// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** A command line over the library. */
@NullMarked
package dev.spoor.examples;

import org.jspecify.annotations.NullMarked;
