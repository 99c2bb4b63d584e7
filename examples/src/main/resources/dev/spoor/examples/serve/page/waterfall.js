// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
import {count, duration, element, money} from "./words.js";

/** The spans as bars over time, one row each, that opens to show the span's attributes. */
export class Waterfall {
  constructor(root) {
    this.root = root;
    this.rows = new Map();
    root.replaceChildren();
  }

  /** Shows `spans`, which are in tree order. Rows stay as they are, open or with the focus. */
  show(spans) {
    const from = Math.min(...spans.map(span => span.startMicros));
    const to = Math.max(...spans.map(span => span.endMicros ?? span.startMicros), from + 1_000_000);
    const now = spans.some(span => span.status === "running") ? Math.max(to, this.now(from)) : to;
    spans.forEach((span, index) => {
      const row = this.row(span);
      if (this.root.children[index] !== row.item) {
        this.root.insertBefore(row.item, this.root.children[index] ?? null);
      }
      row.update(span, from, now);
    });
  }

  /** Returns the time by the server's clock, as far as it can be told: from the first span seen. */
  now(from) {
    this.seen ??= {from, at: performance.now()};
    return this.seen.from + (performance.now() - this.seen.at) * 1_000;
  }

  row(span) {
    if (!this.rows.has(span.id)) this.rows.set(span.id, new Row(span));
    return this.rows.get(span.id);
  }
}

class Row {
  constructor(span) {
    this.item = element("li", "span " + kindOf(span));
    this.item.dataset.name = span.name;
    this.item.dataset.depth = span.depth;
    this.item.style.setProperty("--depth", Math.min(span.depth, 8));
    const row = element("details");
    const summary = element("summary");
    const name = element("span", "name");
    const text = element("span", "text", span.name);
    text.title = span.name;
    name.append(text);
    if (span.scope === "spoor.python") name.append(element("span", "badge", "Python"));
    this.bar = element("span", "bar");
    const track = element("span", "track");
    track.setAttribute("aria-hidden", "true");
    track.append(this.bar);
    this.cells = ["duration", "tokens", "cost", "status"].map(kind => element("span", kind));
    summary.append(name, track, ...this.cells);
    this.attributes = element("dl");
    row.append(summary, this.attributes);
    this.item.append(row);
  }

  update(span, from, to) {
    const end = span.endMicros ?? to;
    this.bar.style.left = 100 * (span.startMicros - from) / (to - from) + "%";
    this.bar.style.width = 100 * (end - span.startMicros) / (to - from) + "%";
    this.item.classList.toggle("failed", span.status === "error");
    this.item.classList.toggle("open", span.status === "running");
    // An ended span does not change any more: its text may be selected.
    if (this.status === span.status && span.status !== "running") return;
    this.status = span.status;
    const settlement = span.attributes["agent.usage.settlement"];
    const texts = [
      settlement ? "" : duration(end - span.startMicros),
      tokens(span.attributes),
      cost(span.attributes),
      settlement ? "not shown" : span.status,
    ];
    this.cells.forEach((cell, index) => { cell.textContent = texts[index]; });
    if (settlement) this.cells[3].title = "The agent reports this usage in its totals, but showed no such call.";
    this.cells[3].className = "status badge " + (settlement ? "faint" : span.status);
    const message = span.message ? [["status", span.message]] : [];
    this.attributes.replaceChildren(...[...message, ...Object.entries(span.attributes)].map(pair));
  }
}

function kindOf({name, scope}) {
  if (scope === "spoor.python") return "python";
  return name.split(/[ .]/)[0].replace(/[^a-z_]/g, "");
}

function tokens(attributes) {
  const input = attributes["gen_ai.usage.input_tokens"] ?? attributes["agent.tokens.input"];
  const output = attributes["gen_ai.usage.output_tokens"] ?? attributes["agent.tokens.output"];
  return [[input, "in"], [output, "out"]]
    .filter(([number]) => number !== undefined)
    .map(([number, what]) => count(number) + " " + what)
    .join(" · ");
}

function cost(attributes) {
  const dollars = attributes["gen_ai.usage.cost"] ?? attributes["agent.cost.usd"]
    ?? attributes["agent.cost.reported_usd"];
  return dollars === undefined ? "" : money(dollars);
}

function pair([key, value]) {
  const entry = element("div");
  entry.append(element("dt", "", key), element("dd", "", Array.isArray(value) ? value.join(", ") : String(value)));
  return entry;
}
