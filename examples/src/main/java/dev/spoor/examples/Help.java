// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

/** What the program says of itself. */
final class Help {
  static final String TEXT = """
      Shows what an AI agent did: its model calls, tools and helpers as a tree of spans,
      with durations, tokens, cost and status.

      spoor [--speed real|fast|N]       replay the run that comes with the program
      spoor inspect FILE|- [--json]     show a recorded stream: stream-json of Claude Code or the
                                        Claude Agent SDK, or the SSE answer of Anthropic or OpenAI

      spoor price                       price the JSON lines on standard input: id, provider, model,
                                        usage_form, usage; optionally timestamp, batch,
                                        service_tier, region

      spoor serve [--port N] [--max-runs N]
                                        an agent behind a web server: page, event stream and trace, with
                                        metrics at /metrics; port 8080, or a free one with 0; at most
                                        64 agents at once

      spoor langfuse [--immediate] [CMD]
                                        run CMD with a small agent that is observed by hand, and send
                                        it to Langfuse, batched or each observation at once

        --json     print one JSON object instead of the tree
        --keep     stay until Ctrl-C when done, so that metrics can be scraped
        --speed    real pace, without pauses, or N times as fast
        --help, --version

      Variables say where spans and metrics go; without them they go nowhere:
        OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318   OTLP over HTTP
        OTEL_METRICS_EXPORTER=prometheus                    http://localhost:9464/metrics,
                                                            or OTEL_EXPORTER_PROMETHEUS_PORT
        OTEL_TRACES_EXPORTER=console                        standard error
        LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY,           Langfuse, besides or alone
        LANGFUSE_BASE_URL
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true
                                                            prompts and answers as well
      """;

  private Help() {}

  static String version() {
    String version = Help.class.getPackage().getImplementationVersion();
    return version == null ? "(built from source)" : version;
  }
}
