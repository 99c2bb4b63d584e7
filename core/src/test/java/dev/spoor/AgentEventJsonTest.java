// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentEventJsonTest {
  @Test
  void events_haveTheNamesThatPagesRead() {
    assertThat(new AgentEvent.Text("hi", false, "m", null).toJson()).isEqualTo("{\"text\":\"hi\"}");
    assertThat(new AgentEvent.ToolUse("1", "Bash", "{\"a\":1}", null, "p").toJson())
        .isEqualTo(
            "{\"id\":\"1\",\"name\":\"Bash\",\"input\":{\"a\":1},\"parentToolUseId\":\"p\"}");
    assertThat(new AgentEvent.Result("r", false, null, null, 5L, 1, new BigDecimal("1E-3"), null)
            .toJson())
        .isEqualTo("{\"result\":\"r\",\"durationMs\":5,\"cost\":0.001}");
    assertThat(new AgentEvent.Failed("overloaded", null, null).toJson())
        .isEqualTo("{\"error\":\"overloaded\"}");
  }

  /** A host may pass on what a model made up: the event must be JSON all the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":|\"{\\\"a\\\":\"",
        "x|\"x\"",
        "{} {}|\"{} {}\"",
        "[1]|[1]",
        "1|1",
        "null|null"
      })
  void input_thatIsNoJson_becomesAString(String input, String expected) {
    assertThat(new AgentEvent.ToolUse("1", "t", input, null, null).toJson())
        .isEqualTo("{\"id\":\"1\",\"name\":\"t\",\"input\":" + expected + "}");
    assertThat(new AgentEvent.ToolResult("1", input, true, false, null).toJson())
        .isEqualTo("{\"id\":\"1\",\"content\":" + expected + "}");
  }
}
