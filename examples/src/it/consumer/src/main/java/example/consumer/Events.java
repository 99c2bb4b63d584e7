// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.consumer;

import dev.spoor.AgentEvent;
import dev.spoor.cost.TokenUsage;

final class Events {
  static AgentEvent hello() {
    return new AgentEvent.Text("hello", false, null, null);
  }

  static long unknown() {
    return TokenUsage.UNKNOWN;
  }

  private Events() {}
}
