// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Event streams of Spring: {@link dev.spoor.sse.spring.RecordedSseEmitter} for MVC,
 * {@link dev.spoor.sse.spring.RecordedFlux} for WebFlux.
 */
@NullMarked
package dev.spoor.sse.spring;

import org.jspecify.annotations.NullMarked;
