// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsumerTest {
  @Test
  void events_areWritten() {
    assertThat(Events.hello().toJson()).contains("hello");
  }
}
