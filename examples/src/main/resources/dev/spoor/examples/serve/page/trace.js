// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

const WHILE_RUNNING = 400;
const LONGEST_WAIT_AFTER = 15_000;

/** Asks for the spans of a view until all have ended, and gives them to `show` as a tree. */
export class Trace {
  constructor(view, show) {
    this.view = view;
    this.show = show;
    this.deadline = Infinity;
    this.next();
  }

  /** The run is over: the last spans end within moments. */
  finish() {
    this.deadline = performance.now() + LONGEST_WAIT_AFTER;
  }

  stop() {
    clearTimeout(this.timer);
    this.show = () => {};
    this.deadline = 0;
  }

  async next() {
    // What was asked for before the end may miss what came last.
    const last = this.deadline !== Infinity;
    let open = true;
    try {
      const answer = await fetch("api/agent/trace?" + new URLSearchParams({view: this.view}));
      const {spans} = await answer.json();
      this.show(inTreeOrder(spans));
      open = spans.length === 0 || spans.some(span => span.status === "running");
    } catch {
      // The server may be away for a moment: the next one may succeed.
    }
    if (!(last && !open) && performance.now() < this.deadline) {
      this.timer = setTimeout(() => this.next(), WHILE_RUNNING);
    }
  }
}

/** Returns the spans, each before its children and with its depth, by the time of their start. */
export function inTreeOrder(spans) {
  const ids = new Set(spans.map(span => span.id));
  const children = new Map();
  for (const span of spans) {
    const parent = ids.has(span.parentId) ? span.parentId : "";
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const ordered = [];
  const add = (parent, depth) => {
    const siblings = (children.get(parent) ?? []).sort((a, b) => a.startMicros - b.startMicros);
    for (const span of siblings) {
      ordered.push({...span, depth});
      add(span.id, depth + 1);
    }
  };
  add("", 0);
  return ordered;
}

/** Returns what the model calls that have ended come to; undefined where no call tells. */
export function totals(spans) {
  const sum = key => spans
    .map(span => span.attributes[key])
    .filter(value => value !== undefined)
    .reduce((a, b) => (a ?? 0) + b, undefined);
  return {
    input: sum("gen_ai.usage.input_tokens"),
    output: sum("gen_ai.usage.output_tokens"),
    cost: sum("gen_ai.usage.cost"),
  };
}
