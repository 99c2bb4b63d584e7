// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shortens text so that what was JSON is JSON still: its strings are cut, not the whole. */
final class JsonCutter {
  private static final int LEAST = 16;

  /** Returns {@code text}, cut to about {@code limit} characters, with a mark where it was cut. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    Object value = Json.isStructured(text) ? Json.parse(text) : Json.BROKEN;
    if (value == Json.BROKEN) {
      return cutPlain(text, limit);
    }
    for (int longest = limit; longest >= LEAST; longest /= 2) {
      String shorter = Json.write(cutStrings(value, longest));
      if (shorter.length() <= limit) {
        return shorter;
      }
    }
    return Json.write(Map.of("truncated", cutPlain(text, limit / 2)));
  }

  private static @Nullable Object cutStrings(@Nullable Object value, int longest) {
    if (value instanceof String text) {
      return cutPlain(text, longest);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> shorter = new ArrayList<>();
      list.forEach(element -> shorter.add(cutStrings(element, longest)));
      return shorter;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> shorter = new LinkedHashMap<>();
      map.forEach((key, element) -> shorter.put(key, cutStrings(element, longest)));
      return shorter;
    }
    return value;
  }

  /** Never leaves half of a pair of surrogates. */
  private static String cutPlain(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    String mark = "…[" + (text.length() - limit) + " characters cut]";
    int end = Math.max(0, limit - mark.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + mark;
  }

  private JsonCutter() {}
}
