// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The spellings of a model's name. Each rule is closed: none matches the beginning of a name. */
final class ModelNames {
  private static final Pattern AT_ALIAS = Pattern.compile("@(default|latest)$");
  private static final Pattern BEDROCK_VERSION = Pattern.compile("-v\\d+(:\\d+)?(:\\d+k)?$");
  private static final Pattern BEDROCK_REVISION = Pattern.compile(":\\d+(:\\d+k)?$");
  private static final Pattern LATEST = Pattern.compile("-latest$");
  private static final Pattern DATE =
      Pattern.compile("-20[2-4]\\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\\d|3[01])$");
  private static final Pattern GEMINI_VERSION = Pattern.compile("(?<=^gemini.{1,60})-0\\d\\d$");
  private static final List<Pattern> CUTS = List.of(AT_ALIAS, LATEST, DATE, GEMINI_VERSION);
  private static final List<Pattern> BEDROCK_CUTS =
      List.of(BEDROCK_VERSION, BEDROCK_REVISION, LATEST, DATE);

  private ModelNames() {}

  /**
   * Returns the names to look for, the nearest first: {@code name} as it is, then without the
   * version, the word "latest" and the date at its end.
   *
   * @param bedrock whether names end in a version, such as {@code -v1:0}
   */
  static List<String> candidates(String name, boolean bedrock) {
    var candidates = new ArrayList<String>(3);
    String candidate = CanonicalName.of(name);
    candidates.add(candidate);
    for (Pattern cut : bedrock ? BEDROCK_CUTS : CUTS) {
      String shorter = cut.matcher(candidate).replaceFirst("");
      if (!shorter.equals(candidate)) {
        // What is left may have been hidden from the rules by the part that was cut.
        candidate = CanonicalName.of(shorter);
        candidates.add(candidate);
      }
    }
    return candidates;
  }
}
