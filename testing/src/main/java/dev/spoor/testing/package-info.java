// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the tests of several modules share; start at {@link dev.spoor.testing.OtlpReceiver}. Knows
 * no other module.
 */
@NullMarked
package dev.spoor.testing;

import org.jspecify.annotations.NullMarked;
