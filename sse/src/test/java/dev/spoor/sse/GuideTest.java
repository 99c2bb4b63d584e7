// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide shows for each framework the code that its test runs. */
class GuideTest {
  private static final Pattern REGION = Pattern.compile("(?s)// guide: [a-z-]+\n(.*?)\n *// end\n");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/dev/spoor/sse/frameworks/JavalinTest.java",
        "java/dev/spoor/sse/frameworks/JaxRsTest.java",
        "java/dev/spoor/sse/frameworks/MicronautTest.java",
        "java/dev/spoor/sse/frameworks/VertxTest.java",
        "java21/dev/spoor/sse/frameworks/HelidonTest.java"
      })
  void guide_showsWhatIsTested(String test) throws IOException {
    Matcher region = REGION.matcher(Files.readString(Path.of("src/test", test)));
    assertThat(region.find()).isTrue();

    assertThat(Files.readString(Path.of("../docs/sse.md")))
        .containsIgnoringWhitespaces(region.group(1));
  }
}
