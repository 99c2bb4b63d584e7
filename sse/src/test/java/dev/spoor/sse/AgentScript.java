// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.AgentEvent;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A short agent run behind {@link #PATH}, for servers that show how the bridge is used there. */
public final class AgentScript {
  public static final String PATH = "/agent";

  /** Returns what a client asks for. */
  public static SseRequest request(@Nullable String lastEventId) {
    return SseRequest.builder(PATH).setLastEventId(lastEventId).build();
  }

  /** Does the agent's work. */
  public static void run(AgentConnection connection) {
    AgentFeed feed = connection.feed();
    feed.accept(new AgentEvent.Text(" hello", true, null, null));
    feed.accept(new AgentEvent.Result("done", false, null, null, 1L, 1, null, null));
    feed.complete();
  }

  /** Reads the run, comes back for its end, and is told that there is no more. */
  public static void check(int port) throws IOException {
    List<SseEvent> heard = readAll(port, null);

    assertThat(heard).extracting(SseEvent::type).containsExactly("text", "result");
    assertThat(heard.get(0).data()).isEqualTo("{\"text\":\" hello\"}");
    assertThat(readAll(port, heard.get(0).id()))
        .extracting(SseEvent::type)
        .containsExactly("result");
    try (var client = new SseTestClient(port, PATH, heard.get(1).id())) {
      assertThat(client.status()).isEqualTo(204);
    }
  }

  private static List<SseEvent> readAll(int port, @Nullable String lastEventId) throws IOException {
    try (var client = new SseTestClient(port, PATH, lastEventId)) {
      return client.readAll();
    }
  }

  private AgentScript() {}
}
