// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class FixturesTest {
  @Test
  void text_readsARecordingOrSkips() {
    assertThat(Fixtures.text("expected.json")).startsWith("{");
  }

  @Test
  void file_skipsWhatIsMissing() {
    assertThatThrownBy(() -> Fixtures.file("no-such-recording"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("skipped");
  }
}
