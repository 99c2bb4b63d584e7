// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/** What the tests of several modules share. */
@NullMarked
package dev.spoor.testing;

import org.jspecify.annotations.NullMarked;
