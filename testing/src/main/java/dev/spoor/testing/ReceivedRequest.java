// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came over the wire. {@code headers} has lower-case names; {@code bytes} is the
 * body's length before it was unpacked; {@code status} is what the receiver answered, 0 for
 * nothing.
 */
public record ReceivedRequest(
    String method, String path, Map<String, List<String>> headers, int bytes, int status) {

  /** Returns the first value of a header, or null. */
  public @Nullable String header(String name) {
    var values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
