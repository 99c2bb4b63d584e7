// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Event streams of Jakarta Servlet's asynchronous requests. Start at
 * {@link dev.spoor.sse.servlet.ServletSse}.
 */
@NullMarked
package dev.spoor.sse.servlet;

import org.jspecify.annotations.NullMarked;
