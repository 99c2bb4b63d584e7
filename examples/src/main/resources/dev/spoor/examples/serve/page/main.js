// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
import {Log} from "./log.js";
import {AgentStream} from "./stream.js";
import {Trace, totals} from "./trace.js";
import {Waterfall} from "./waterfall.js";
import {count, duration, money} from "./words.js";

const byId = id => document.getElementById(id);
let stream = null;
let trace = null;
let clock = 0;

function show(id, text) {
  byId(id).textContent = text;
}

function state(kind, text) {
  byId("state").dataset.state = kind;
  show("state", text);
  document.title = "Spoor: " + text;
}

function run(prompt) {
  stream?.source.close();
  trace?.stop();
  // Whoever knows this name may see the spans of the run.
  const view = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
  const log = new Log(byId("log"));
  const waterfall = new Waterfall(byId("waterfall"));
  const begin = performance.now();
  let tools = 0;
  for (const id of ["cost", "input", "output", "time"]) show(id, "–");
  show("tools", "0");
  clearInterval(clock);
  clock = setInterval(() => show("time", duration((performance.now() - begin) * 1_000)), 100);
  running(true);
  state("connecting", "connecting");

  trace = new Trace(view, spans => {
    if (spans.length === 0) return;
    waterfall.show(spans);
    const {input, output, cost} = totals(spans);
    show("input", count(input));
    show("output", count(output));
    show("cost", money(cost));
  });
  const mine = trace;

  stream = new AgentStream(prompt, view, {
    connected: () => state("working", "working"),
    refused: () => refused(log),
    reconnecting: () => state("connecting", "reconnecting"),
    text: event => log.text(event),
    thinking: event => log.thinking(event),
    tool_use: event => {
      show("tools", count(++tools));
      log.toolUse(event);
    },
    tool_result: event => log.toolResult(event),
    result: event => {
      if (event.cost !== null) show("cost", money(event.cost));
      if (event.durationMs !== null) finalTime(event.durationMs);
      if (event.isError) log.error({error: event.result ?? "The agent reports an error."});
    },
    error: event => log.error(event),
    ended: how => {
      clearInterval(clock);
      running(false);
      state(how, how);
      mine.finish();
    },
  });
}

/** The agent's own time stands, not ours. */
function finalTime(millis) {
  clearInterval(clock);
  show("time", duration(millis * 1_000));
}

function running(yes) {
  byId("stop").disabled = !yes;
  byId("log").setAttribute("aria-busy", String(yes));
}

/** EventSource does not tell what the server said; one that answers at all has no room for a run more. */
async function refused(log) {
  try {
    const {maxRuns} = await (await fetch("api/about")).json();
    log.error({error: `The server is busy: it runs no more than ${count(maxRuns)} at once. Try again in a moment.`});
  } catch {
    log.error({error: "The server cannot be reached."});
  }
}

async function about() {
  const {agent, destinations} = await (await fetch("api/about")).json();
  show("agent", agent);
  show("destinations", destinations.length === 0
    ? "Its spans are shown here and go nowhere else."
    : "Its spans go to " + destinations.join(" and ") + ", too.");
}

byId("ask").addEventListener("submit", event => {
  event.preventDefault();
  run(byId("prompt").value.trim());
});
byId("stop").addEventListener("click", () => {
  stream.end("stopped");
  byId("run").focus();
});

const asked = new URLSearchParams(location.search).get("prompt") ?? "";
byId("prompt").value = asked;
about().catch(() => show("destinations", ""));
run(asked);
