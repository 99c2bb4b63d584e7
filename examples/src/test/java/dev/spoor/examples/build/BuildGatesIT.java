// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each project in {@code src/it-gates} breaks one rule of the build, and has failed when this runs.
 * Here its log must say which rule.
 */
class BuildGatesIT {
  private static final Path GATES = Path.of("target", "it-gates");

  static List<Arguments> gates() {
    return List.of(
        Arguments.of("format", List.of("Unformatted.java", "spotless:apply")),
        Arguments.of("compiler", List.of("[NullAway]", "[DeadException]")),
        Arguments.of("javadoc", List.of("Misleading.java", "reference not found")),
        Arguments.of("lint", List.of("Raw.java", "raw type")),
        Arguments.of("convergence", List.of("DependencyConvergence", "error_prone_annotations")),
        Arguments.of("duplicate", List.of("BanDuplicatePomDependencyVersions", "gson")),
        Arguments.of("dependency", List.of("com.google.code.gson:gson", "banned")));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void brokenRule_isNamed(String gate, List<String> said) throws IOException {
    assumeThat(GATES).as("Built unless -Dinvoker.skip is set").exists();

    assertThat(Files.readString(GATES.resolve(gate).resolve("build.log")))
        .contains(said)
        .contains("BUILD FAILURE");
  }
}
