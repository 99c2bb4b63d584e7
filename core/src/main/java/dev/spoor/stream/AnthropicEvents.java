// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.stream;

import com.fasterxml.jackson.core.JsonParser;
import dev.spoor.AgentEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes events of a streamed answer of the Messages API. Used by one thread at a time. */
final class AnthropicEvents implements SseFrames.Events, JsonObjects.Fields {
  private final EventOut out;
  private final JsonObjects json = new JsonObjects();
  private final ApiEvent event = new ApiEvent();
  private final MessageStream message;
  private boolean ended;

  AnthropicEvents(EventOut out, int maxEventBytes) {
    this.out = out;
    message = new MessageStream(new Messages(out), new Tools(out), out, null, maxEventBytes);
  }

  @Override
  public void event(@Nullable String name, byte[] data, int length) {
    int start = JsonObjects.skipBlanks(data, 0, length);
    try {
      if (!json.read(data, start, length - start, this)) {
        out.drop("it is not a JSON object");
      } else if (!ended) {
        event.type = event.type == null ? name : event.type;
        take(data, start);
      }
    } catch (RuntimeException e) {
      out.drop("it was not understood", e);
    }
  }

  @Override
  public void tooLong() {
    out.drop("it is too long");
  }

  @Override
  public void read(JsonParser parser) throws IOException {
    event.read(parser);
  }

  /** Ends the input; {@code errorType} is why, when something broke. */
  void end(@Nullable String errorType) {
    if (!ended) {
      fail(errorType == null ? "stream_ended" : errorType, "stream ended");
    }
  }

  private void take(byte[] data, int start) {
    if ("error".equals(event.type)) {
      fail(event.errorType == null ? "error" : event.errorType, event.errorMessage);
      return;
    }
    message.accept(event, data, start);
    ended = "message_stop".equals(event.type);
  }

  private void fail(String type, @Nullable String text) {
    ended = true;
    message.end();
    out.send(new AgentEvent.Failed(type, text, null));
  }
}
