// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.api.OpenTelemetry;

/** Where a run comes from. */
interface Source {
  /** Reads the run to its end, recording it with {@code openTelemetry} into {@code tree}. */
  Report read(OpenTelemetry openTelemetry, SpanTree tree) throws InterruptedException;
}
