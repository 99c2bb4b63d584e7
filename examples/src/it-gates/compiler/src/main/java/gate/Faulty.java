// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package gate;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

@NullMarked
final class Faulty {
  int nullness(@Nullable String text) {
    return text.length();
  }

  void bug() {
    new IllegalStateException("never thrown");
  }

  private Faulty() {}
}
