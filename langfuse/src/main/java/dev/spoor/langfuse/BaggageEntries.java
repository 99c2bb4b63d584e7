// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Trace attributes in W3C baggage, under the names of Langfuse's own SDKs, so that services in
 * Python and JavaScript understand each other. Only these names are read, and their values are
 * checked: baggage comes from outside.
 */
final class BaggageEntries {
  private static final String PREFIX = "langfuse_";
  private static final String METADATA = PREFIX + "metadata_";

  private record Known(Baggage baggage, @Nullable TraceAttributes attributes) {}

  /** All spans of a request carry the same baggage. */
  private static volatile Known last = new Known(Baggage.empty(), null);

  static Baggage write(TraceAttributes attributes, Baggage onto) {
    BaggageBuilder baggage = onto.toBuilder();
    put(baggage, "user_id", attributes.userId);
    put(baggage, "session_id", attributes.sessionId);
    put(baggage, "trace_name", attributes.traceName);
    put(baggage, "version", attributes.version);
    put(baggage, "environment", attributes.environment);
    if (!attributes.tags.isEmpty()) {
      put(baggage, "tags", String.join(",", attributes.tags));
    }
    if (attributes.promptName != null && attributes.promptVersion != null) {
      put(baggage, "prompt_name", attributes.promptName);
      put(baggage, "prompt_version", attributes.promptVersion.toString());
    }
    attributes.metadata.forEach((key, value) -> put(baggage, "metadata_" + key, value));
    return baggage.build();
  }

  private static void put(BaggageBuilder baggage, String name, @Nullable String value) {
    if (value != null) {
      baggage.put(PREFIX + name, value);
    }
  }

  /** Returns what {@code baggage} tells, or null if nothing. */
  static @Nullable TraceAttributes read(Baggage baggage) {
    if (baggage.isEmpty()) {
      return null;
    }
    Known known = last;
    if (known.baggage != baggage) {
      known = new Known(baggage, parse(baggage));
      last = known;
    }
    return known.attributes;
  }

  private static @Nullable TraceAttributes parse(Baggage baggage) {
    var builder = new TraceAttributesBuilder();
    var found = new boolean[1];
    baggage.forEach((name, entry) -> {
      if (name.startsWith(PREFIX)) {
        found[0] |= read(builder, name.toLowerCase(Locale.ROOT), name, entry.getValue());
      }
    });
    if (!found[0]) {
      return null;
    }
    readPrompt(builder, baggage);
    return builder.build();
  }

  private static boolean read(
      TraceAttributesBuilder builder, String name, String original, String value) {
    switch (name) {
      case PREFIX + "user_id" -> builder.setUserId(value);
      case PREFIX + "session_id" -> builder.setSessionId(value);
      case PREFIX + "trace_name" -> builder.setTraceName(value);
      case PREFIX + "version" -> builder.setVersion(value);
      case PREFIX + "environment" -> builder.setEnvironment(value);
      case PREFIX + "tags" -> readTags(builder, value);
      case PREFIX + "prompt_name", PREFIX + "prompt_version" -> {}
      default -> {
        if (!name.startsWith(METADATA) || name.length() == METADATA.length()) {
          return false;
        }
        builder.addMetadata(original.substring(METADATA.length()), value);
      }
    }
    return true;
  }

  /** A Python service may send its own form of a list: {@code ['a', 'b']}, spaces as plus signs. */
  private static void readTags(TraceAttributesBuilder builder, String value) {
    String text = value.strip();
    boolean python = text.startsWith("[") && text.endsWith("]");
    for (String tag : (python ? text.substring(1, text.length() - 1) : text).split(",", -1)) {
      String plain = tag.strip();
      if (python) {
        plain = plain.replaceAll("^\\+?['\"]|['\"]$", "");
      }
      if (!plain.isEmpty()) {
        builder.addTag(plain);
      }
    }
  }

  private static void readPrompt(TraceAttributesBuilder builder, Baggage baggage) {
    String name = baggage.getEntryValue(PREFIX + "prompt_name");
    String version = baggage.getEntryValue(PREFIX + "prompt_version");
    if (name != null && version != null && version.matches("[0-9]{1,9}")) {
      builder.setPrompt(name, Integer.parseInt(version));
    }
  }

  private BaggageEntries() {}
}
