"""The work that PeersTest does with Spoor, done with the official SDK. Settings come from LANGFUSE_*."""
from datetime import datetime, timezone
from types import SimpleNamespace

from langfuse import Langfuse, propagate_attributes

langfuse = Langfuse()


def work(agent):
    agent.set_trace_as_public()
    agent.update(input={"task": "count the files"})
    tool = agent.start_observation(
        name="bash-tool", as_type="tool", input={"command": "ls | wc -l"}
    )
    tool.update(output="42\n", metadata={"exitCode": 0, "shell": "bash"}).end()
    agent.start_observation(
        name="answer",
        as_type="generation",
        input=[{"role": "user", "content": "count the files"}],
        model="claude-sonnet-4-5",
        model_parameters={"temperature": 0.5, "max_tokens": 256},
        completion_start_time=datetime(2026, 1, 2, 3, 4, 5, 678000, timezone.utc),
        output={"role": "assistant", "content": "There are 42."},
        usage_details={"input": 120, "input_cached_tokens": 40, "output": 30},
        cost_details={"input": 0.00036, "output": 0.00045, "total": 0.00081},
        prompt=SimpleNamespace(name="greet", version=3, is_fallback=False),
    ).end()
    agent.start_observation(
        name="embedding",
        as_type="embedding",
        input="text",
        model="text-embedding-3-small",
        usage_details={"input": 4},
    ).end()
    for type in ["span", "chain", "retriever", "evaluator", "guardrail"]:
        agent.start_observation(
            name=type,
            as_type=type,
            input="in",
            output=["out", 1, True],
            level="WARNING",
            status_message="careful",
            metadata={"nested": {"a": [1]}},
        ).end()
    agent.create_event(name="event", input="happened")
    agent.start_observation(
        name="picture",
        input="see data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU= there",
    ).end()
    try:
        with langfuse.start_as_current_observation(name="failing", as_type="tool"):
            raise TypeError("bad luck")
    except TypeError:
        pass
    langfuse.update_current_span(
        output={"answer": 42}, metadata={"turns": 1, "toolCalls": 1}
    )


with propagate_attributes(
    user_id="u-1",
    session_id="s-1",
    trace_name="counting",
    version="v-1",
    tags=["a", "b"],
    metadata={"team": "red"},
):
    with langfuse.start_as_current_observation(name="file-agent", as_type="agent") as agent:
        work(agent)

trace_id = Langfuse.create_trace_id(seed="external-request-42")
langfuse.start_observation(
    name="seeded",
    trace_context={"trace_id": trace_id, "parent_span_id": "0123456789abcdef"},
).end()
langfuse.flush()
langfuse.shutdown()
