// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

/**
 * Replaces what must not leave the process. It is given every text of every span that goes to
 * Langfuse, foreign spans included: attribute values, metadata keys, names, status messages,
 * exception messages and stack traces, resource attributes; numbers as text. Other exporters see
 * the spans as they were.
 *
 * <p>Called on the delivery thread only, one text at a time. If it throws or returns null, all
 * content of that span is replaced and the span is counted as {@code mask_failed}.
 *
 * <pre>{@code
 * LangfuseSpanProcessor.builder().setMask(Masks.all().andThen(text -> text.replace(secret, "***")));
 * }</pre>
 */
@FunctionalInterface
public interface LangfuseMask {
  /** Returns {@code text} without what must not be seen; the same object if there is nothing. */
  String mask(String text);

  /** Returns a mask that applies {@code next} to what this one leaves. */
  default LangfuseMask andThen(LangfuseMask next) {
    return text -> next.mask(mask(text));
  }
}
