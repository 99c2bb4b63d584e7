// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package gate;

/** Points to {@link Nowhere}. */
public final class Misleading {
  private Misleading() {}
}
