# Copyright The Spoor Authors
# SPDX-License-Identifier: Apache-2.0
"""A scripted agent: whatever it is asked, it says what run.jsonl says, each line when its time has come."""
import datetime
import json
import os
import sys
import time

from spoor import span


def main():
    prompt = sys.stdin.buffer.read().decode("utf-8", "replace")
    with span("agent.python_execution", {
        "agent.language": "python",
        "sandbox.environment": os.environ.get("SANDBOX_ENVIRONMENT", "unknown"),
        "agent.prompt_length": len(prompt),
    }) as execution:
        result = play("run.jsonl")
        execution.set("agent.result_length", len(result))


def play(script):
    """Writes the lines of a script at their pace and returns the result that the last one holds."""
    begin, started = None, time.monotonic()
    with open(script, encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            at = datetime.datetime.strptime(entry["timestamp"], "%Y-%m-%dT%H:%M:%S.%fZ")
            begin = begin or at
            time.sleep(max(0.0, started + (at - begin).total_seconds() - time.monotonic()))
            sys.stdout.buffer.write(line.encode("utf-8"))
            sys.stdout.buffer.flush()
    return entry.get("result", "")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C in the server's terminal reaches this process, too.
