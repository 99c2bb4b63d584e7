// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import org.jspecify.annotations.Nullable;

/**
 * What the output can show. The script that starts the program looks; nothing is guessed here, so
 * that output that is not a terminal stays plain.
 */
record Terminal(boolean live, int rows, int columns, Palette palette) {
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  static Terminal detect() {
    boolean live = Boolean.getBoolean("spoor.terminal");
    boolean coloured = live && System.getenv("NO_COLOR") == null;
    return new Terminal(
        live, size("spoor.rows", ROWS), size("spoor.columns", COLUMNS), new Palette(coloured));
  }

  private static int size(String property, int otherwise) {
    @Nullable Integer size = Integer.getInteger(property);
    return size == null || size < 1 ? otherwise : size;
  }
}
