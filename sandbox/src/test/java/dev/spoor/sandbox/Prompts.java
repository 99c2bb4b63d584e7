// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import java.util.List;

/** Prompts that a shell, JSON or a quoting rule could trip over. None contains NUL. */
public final class Prompts {
  private Prompts() {}

  /** Returns thirteen prompts; those that attack try to create the file {@code loot}. */
  public static List<String> hostile(String loot) {
    return List.of(
        "plain words",
        "$(touch " + loot + ")",
        "`touch " + loot + "`",
        "\" ; touch " + loot + " ; echo \"",
        "' ; touch " + loot + " ; echo '",
        "it's \"quoted\" and \\escaped\\",
        "costs $5 in $HOME & more | less > " + loot,
        "line one\nline two\n",
        "\r\n\ttabs and returns\r",
        "-n --help -- -e",
        "é ü 漢字 🙂 \u202eright to left",
        "{\"json\": \"\\u0024(touch " + loot + ")\"}",
        "!! !$ ~ * ? [a-z] {a,b} # % ^ ; ( ) \\");
  }
}
