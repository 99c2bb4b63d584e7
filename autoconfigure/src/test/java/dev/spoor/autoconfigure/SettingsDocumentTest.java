// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's table of settings is the table of the code. */
class SettingsDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(SPOOR_[A-Z_]+)` \\| `([^`]*)` \\|");

  @Test
  void table_hasEverySettingWithItsDefault_inOrder() throws IOException {
    String guide = Files.readString(Path.of("../docs/autoconfigure.md"));

    assertThat(ROW.matcher(guide).results().map(row -> row.group(1) + "=" + row.group(2)))
        .containsExactlyElementsOf(Arrays.stream(Setting.values())
            .map(setting -> setting.variable + "=" + setting.defaultValue)
            .toList());
  }
}
