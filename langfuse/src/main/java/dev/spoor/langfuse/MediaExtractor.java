// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.sdk.trace.data.SpanData;

/** Replaces files in content by references and has them uploaded. */
interface MediaExtractor {
  /** Looks through the attributes that will be sent for {@code span}. */
  void extract(SpanData span, FlatAttributes attributes);
}
