// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads how many spans an OTLP answer says were rejected. Langfuse never says so, but a collector
 * in between may.
 */
final class PartialSuccess {
  private static final JsonFactory JSON = new JsonFactory();

  /** Returns the rejected spans that {@code answer} tells of; 0 if it tells of none. */
  static long rejected(HttpAnswer answer) {
    byte[] body = answer.body();
    String type = answer.contentType();
    if (body.length == 0 || type == null) {
      return 0;
    }
    try {
      return type.toLowerCase(Locale.ROOT).contains("json") ? json(body) : protobuf(body);
    } catch (IOException | IndexOutOfBoundsException e) {
      return 0;
    }
  }

  private static long json(byte[] body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && "rejectedSpans".equals(json.currentName())) {
          json.nextToken();
          return Math.max(0, json.getValueAsLong());
        }
      }
      return 0;
    }
  }

  /** ExportTraceServiceResponse: field 1 is a message whose field 1 is the number. */
  private static long protobuf(byte[] body) {
    if (body.length < 3 || body[0] != 0x0a || body[2] != 0x08) {
      return 0;
    }
    long number = 0;
    for (int i = 3, shift = 0; shift < 63; i++, shift += 7) {
      number |= (long) (body[i] & 0x7f) << shift;
      if (body[i] >= 0) {
        return number;
      }
    }
    return 0;
  }

  private PartialSuccess() {}
}
