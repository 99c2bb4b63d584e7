// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span fit by cutting its longest texts, one after the other, and says which in the
 * metadata: numbers, ids, model and usage stay.
 */
final class SpanCutter {
  /** What a span needs beside its texts. */
  private static final int RESERVE = 2048;

  private static final int LEAST = 64;
  private static final int MOST_CUTS = 256;

  /** Returns {@code span} within {@code limit} bytes, or null if that cannot be. */
  static @Nullable SpanData cut(SpanData span, int limit) {
    var attributes = new FlatAttributes();
    span.getAttributes().forEach(attributes::addAny);
    List<String> cut = new ArrayList<>();
    long budget = limit - RESERVE - 3L * span.getName().length();
    for (int i = 0; i < MOST_CUTS; i++) {
      long excess = bytes(attributes) - budget;
      if (excess <= 0) {
        attributes.add(LangfuseKeys.TRUNCATED, Json.write(cut));
        return with(span, attributes);
      }
      if (!cutLongest(attributes, excess, cut)) {
        return null;
      }
    }
    return null;
  }

  private static boolean cutLongest(FlatAttributes attributes, long excess, List<String> cut) {
    int longest = -1;
    int length = LEAST;
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.valueAt(i) instanceof String text && text.length() > length) {
        longest = i;
        length = text.length();
      }
    }
    if (longest < 0) {
      return false;
    }
    String text = (String) attributes.valueAt(longest);
    long bytes = utf8(text);
    // A character may be three bytes.
    long keep = text.length() * Math.max(0, bytes - excess) / bytes;
    String shorter = JsonCutter.cut(text, (int) Math.max(LEAST / 2, keep - LEAST));
    if (shorter.length() >= text.length()) {
      shorter = text.substring(0, LEAST / 2);
    }
    attributes.setAt(longest, attributes.keyAt(longest), shorter);
    String name = attributes.keyAt(longest).getKey();
    if (!cut.contains(name)) {
      cut.add(name);
    }
    return true;
  }

  private static long bytes(FlatAttributes attributes) {
    long bytes = 0;
    for (int i = 0; i < attributes.size(); i++) {
      bytes += 16L + attributes.keyAt(i).getKey().length();
      Object value = attributes.valueAt(i);
      if (value instanceof String text) {
        bytes += utf8(text);
      } else if (value instanceof List<?> list) {
        for (Object element : list) {
          bytes += 8 + (element instanceof String text ? utf8(text) : 8);
        }
      }
    }
    return bytes;
  }

  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 0 : c < 0x800 ? 1 : Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }

  private static SpanData with(SpanData span, Attributes attributes) {
    LangfuseSpanData ours = span instanceof LangfuseSpanData data
        ? data
        : new LangfuseSpanData(
            span,
            span.getName(),
            span.getResource(),
            span.getInstrumentationScopeInfo(),
            span.getParentSpanContext(),
            attributes,
            span.getEvents(),
            span.getStatus());
    return ours.with(attributes);
  }

  private SpanCutter() {}
}
