// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
import {element} from "./words.js";

/** What the agent says, thinks and does, in the order of its events; a helper's work is inside its tool. */
export class Log {
  constructor(root) {
    this.root = root;
    root.replaceChildren();
    this.tools = new Map();
    this.last = null;
  }

  text({text, parentToolUseId}) {
    this.say("said", text, parentToolUseId);
  }

  thinking({thinking, parentToolUseId}) {
    this.say("thought", thinking, parentToolUseId);
  }

  /** Adds to the paragraph that is being written, or begins one. What stands between backticks is code. */
  say(kind, text, parent) {
    const place = this.place(parent);
    if (!this.last || this.last.kind !== kind || this.last.place !== place) {
      const paragraph = element("p", kind);
      place.append(paragraph);
      this.last = {kind, place, paragraph, code: null};
    }
    text.split("`").forEach((piece, index) => {
      if (index > 0) this.last.code = this.last.code ? null : element("code");
      if (index > 0 && this.last.code) this.last.paragraph.append(this.last.code);
      (this.last.code ?? this.last.paragraph).append(piece);
    });
  }

  toolUse({id, name, input, parentToolUseId}) {
    const tool = element("details", "tool");
    const title = element("summary");
    const state = element("span", "badge running", "running");
    const argument = Object.values(input ?? {}).find(value => typeof value === "string") ?? "";
    title.append(element("b", "", name), element("span", "argument", argument), state);
    const nested = element("div", "nested");
    tool.append(title, this.part("Arguments", JSON.stringify(input, null, 2)), nested);
    this.place(parentToolUseId).append(tool);
    const helper = this.tools.get(parentToolUseId);
    if (helper) helper.tool.open = true;
    this.tools.set(id, {tool, state, nested});
    this.last = null;
  }

  toolResult({id, content, isError}) {
    const known = this.tools.get(id);
    if (!known) return;
    known.state.className = "badge " + (isError ? "error" : "ok");
    known.state.textContent = isError ? "error" : "ok";
    const text = typeof content === "string" ? content : plain(content);
    known.tool.append(this.part("Result", text === "" ? "(nothing)" : text));
    if (isError) known.tool.open = true;
    this.last = null;
  }

  error({error}) {
    this.root.append(element("p", "failure", error));
    this.last = null;
  }

  part(title, text) {
    const part = element("div", "part");
    part.append(element("h3", "", title), element("pre", "", text));
    return part;
  }

  place(parent) {
    return this.tools.get(parent)?.nested ?? this.root;
  }
}

/** Returns what blocks of text say; other blocks as they are. */
function plain(blocks) {
  if (!Array.isArray(blocks)) return JSON.stringify(blocks, null, 2);
  return blocks.map(block => block?.type === "text" ? block.text : JSON.stringify(block)).join("\n");
}
