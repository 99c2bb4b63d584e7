// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The full stack in one process: an agent, its sandbox, its event stream, its page. Start at
 * {@code ServeCommand}.
 */
@NullMarked
package dev.spoor.examples.serve;

import org.jspecify.annotations.NullMarked;
