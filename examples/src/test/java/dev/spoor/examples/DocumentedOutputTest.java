// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spoor.autoconfigure.AgentObservability;
import dev.spoor.autoconfigure.AgentObservabilityBuilder;
import dev.spoor.cost.PriceCatalog;
import dev.spoor.examples.docs.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows as output or as a file of yours is what Spoor prints and takes. */
class DocumentedOutputTest {
  private static final Pattern WRONG_SETTING = Pattern.compile("- ([A-Z_]+) is '([^']*)'");

  @TempDir
  private Path directory;

  @TestFactory
  Stream<DynamicTest> everyText_isTrue() throws IOException {
    return Markdown.blocks("text").stream()
        .map(block -> DynamicTest.dynamicTest(block.place(), () -> check(block.text())));
  }

  private void check(String text) throws Exception {
    if (text.startsWith("invoke_agent claude-code")) {
      assertThat(SpoorProcess.run(Map.of(), "--speed", "fast").out()).isEqualTo(text);
    } else if (text.startsWith("{\"id\"")) {
      String[] questionAndAnswer = text.split("\n", 2);
      assertThat(
              SpoorProcess.run(questionAndAnswer[0] + "\n", Map.of(), "price").out())
          .isEqualTo(questionAndAnswer[1]);
    } else if (text.startsWith("Telemetry cannot start")) {
      assertThat(catchThrowable(() -> startWith(text))).hasMessage(text.strip());
    } else if (text.contains("\nprice ")) {
      Path file = Files.writeString(directory.resolve("prices.txt"), text);
      assertThat(PriceCatalog.builder().addFile(file).build()).isNotNull();
    } else {
      throw new AssertionError("Nothing checks this text: " + text);
    }
  }

  /** Starts telemetry with the settings that a report complains of. */
  private static void startWith(String report) {
    AgentObservabilityBuilder builder = AgentObservability.builder().setShutdownHook(false);
    WRONG_SETTING
        .matcher(report)
        .results()
        .forEach(setting -> builder.setProperty(
            setting.group(1).toLowerCase(Locale.ROOT).replace('_', '.'), setting.group(2)));
    builder.start().close();
  }
}
