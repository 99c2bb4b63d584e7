// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One run of the agent, from its first event to its end. The browser reconnects by itself and says
 * with Last-Event-ID what it has seen; the server sends the rest, once.
 */
export class AgentStream {
  /** Starts a run; `on` has a function for each type of event, and `connected`, `refused`, `reconnecting`, `ended`. */
  constructor(prompt, view, on) {
    const query = new URLSearchParams({view});
    if (prompt) query.set("prompt", prompt);
    this.on = on;
    this.source = new EventSource("api/agent/stream?" + query);
    this.opened = false;
    this.source.onopen = () => {
      this.opened = true;
      on.connected();
    };
    for (const type of ["text", "thinking", "tool_use", "tool_result"]) {
      this.source.addEventListener(type, event => on[type](JSON.parse(event.data)));
    }
    this.source.addEventListener("result", event => this.result(JSON.parse(event.data)));
    this.source.addEventListener("error", event => this.error(event));
  }

  result(result) {
    // A helper's result is part of the run, not its end.
    if (result.parentToolUseId) return;
    this.on.result(result);
    this.end(result.isError ? "failed" : "done");
  }

  /** The agent's errors have data. EventSource's own have none: it is about to try again, or gives up. */
  error(event) {
    if (event.data !== undefined) {
      this.on.error(JSON.parse(event.data));
      this.end("failed");
    } else if (this.source.readyState === EventSource.CLOSED && !this.opened) {
      this.on.refused();
      this.end("refused");
    } else if (this.source.readyState === EventSource.CLOSED) {
      this.end("disconnected");
    } else {
      this.on.reconnecting();
    }
  }

  end(how) {
    this.source.close();
    this.on.ended(how);
  }
}
