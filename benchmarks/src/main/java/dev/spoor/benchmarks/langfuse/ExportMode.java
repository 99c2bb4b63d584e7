// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.langfuse;

/** Who exports what. */
enum ExportMode {
  /** OpenTelemetry's exporter, with spans that need no translation. */
  EXPORTER_PLAIN,
  /** Ours, with the same spans, which get environment and release. */
  LANGFUSE_PLAIN,
  /** OpenTelemetry's exporter, with model calls. */
  EXPORTER_GENERATIONS,
  /** Ours, with the same model calls, translated. */
  LANGFUSE_GENERATIONS;

  boolean isLangfuse() {
    return this == LANGFUSE_PLAIN || this == LANGFUSE_GENERATIONS;
  }

  boolean isGenerations() {
    return this == EXPORTER_GENERATIONS || this == LANGFUSE_GENERATIONS;
  }
}
