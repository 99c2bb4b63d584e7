// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox;

import static dev.spoor.sandbox.EnvironmentNames.BAGGAGE;
import static dev.spoor.sandbox.EnvironmentNames.TRACESTATE;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts context variables into a copy of an environment. A value that equals the one in the
 * environment of this process was inherited, not chosen: it belongs to the trace that started us.
 */
final class EnvironmentMerge {
  private final List<String> traceNames;
  private final Map<String, String> inherited;

  EnvironmentMerge(Collection<String> fields, Map<String, String> inherited) {
    traceNames = fields.stream()
        .map(EnvironmentNames::of)
        .filter(name -> !name.equals(BAGGAGE))
        .toList();
    this.inherited = inherited;
  }

  Map<String, String> apply(Map<String, String> environment, Map<String, String> variables) {
    Map<String, String> merged = new HashMap<>(environment);
    boolean freshTrace = variables.keySet().stream().anyMatch(name -> !name.equals(BAGGAGE));
    if (freshTrace) {
      traceNames.forEach(name -> removeInherited(merged, name));
    }
    boolean ownTrace =
        traceNames.stream().anyMatch(name -> !name.equals(TRACESTATE) && merged.containsKey(name));
    variables.forEach((name, value) -> {
      if (name.equals(BAGGAGE)) {
        removeInherited(merged, name);
        merged.putIfAbsent(name, value);
      } else if (!ownTrace) {
        merged.putIfAbsent(name, value);
      }
    });
    return merged;
  }

  private void removeInherited(Map<String, String> merged, String name) {
    String value = inherited.get(name);
    if (value != null) {
      merged.remove(name, value);
    }
  }
}
