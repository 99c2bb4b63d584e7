// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse.spring;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;

/**
 * What Spring's builder made of one event: text that it wrote itself up to and after each object,
 * and the objects. The text before the first object holds the event's type.
 */
final class SentBySpring {
  private static final String EVENT = "event:";
  private static final String DATA = "data:";

  private @Nullable String type;
  private boolean hasData;
  private long bytes;

  SentBySpring(Set<DataWithMediaType> parts) {
    boolean isFields = true;
    for (DataWithMediaType part : parts) {
      if (part.getData() instanceof String text) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (isFields) {
          text.lines().forEach(this::readField);
        }
      }
      isFields = !hasData;
    }
  }

  private void readField(String line) {
    if (line.startsWith(EVENT)) {
      String written = line.substring(EVENT.length());
      // As a client reads it, which strips one space.
      type = written.startsWith(" ") ? written.substring(1) : written;
    } else if (line.startsWith(DATA)) {
      hasData = true;
    }
  }

  @Nullable String type() {
    return type;
  }

  boolean hasData() {
    return hasData;
  }

  long bytes() {
    return bytes;
  }
}
