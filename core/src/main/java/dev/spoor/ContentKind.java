// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

/** What a piece of content is. */
public enum ContentKind {
  /** What the user asked. */
  PROMPT,
  /** What the system was told to be. */
  SYSTEM_INSTRUCTIONS,
  /** What the model answered. */
  ANSWER,
  /** What the model thought. */
  THINKING,
  /** What a tool was called with, as JSON text. */
  TOOL_ARGUMENTS,
  /** What a tool returned, as text or JSON text. */
  TOOL_RESULT
}
