// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.Locale;

/** What kind of step an observation is in Langfuse. */
public enum ObservationType {
  /** Any piece of work. */
  SPAN,
  /** A call of a model that writes. */
  GENERATION,
  /** Something that happened at one moment. */
  EVENT,
  /** A call of a model that embeds. */
  EMBEDDING,
  /** An agent that decides what to do next. */
  AGENT,
  /** A call of a tool. */
  TOOL,
  /** A fixed sequence of steps. */
  CHAIN,
  /** A search for what a model should know. */
  RETRIEVER,
  /** A judgement of an output. */
  EVALUATOR,
  /** A check that may stop something. */
  GUARDRAIL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** Returns the name that Langfuse reads; it tells capitals apart. */
  String wireName() {
    return wireName;
  }
}
