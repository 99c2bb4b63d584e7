// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.trace.Span;

/** Writes what is known of a run when it starts. */
final class RunStart {
  static void write(AgentRun run) {
    Span span = run.span;
    AgentRequest request = run.request;
    span.setAttribute(GenAi.OPERATION_NAME, GenAi.INVOKE_AGENT);
    span.setAttribute(GenAi.AGENT_NAME, run.name());
    AgentTracer.set(span, GenAi.REQUEST_MODEL, run.knownModel());
    AgentTracer.set(span, GenAi.CONVERSATION_ID, run.conversationId());
    AgentTracer.set(span, GenAi.USER_ID, request.details.userId);
    if (request.prompt != null) {
      span.setAttribute(GenAi.PROMPT_LENGTH, request.prompt.length());
    }
    run.tracer().describe(span, request);
    writeExtras(span, request.details);
    if (run.tracer().content.isOn()) {
      writeContent(span, request, run.tracer().content);
    }
  }

  private static void writeExtras(Span span, RequestDetails details) {
    if (!details.tags.isEmpty()) {
      span.setAttribute(GenAi.TAGS, details.tags);
    }
    if (!details.metadata.isEmpty()) {
      details.metadata.forEach(
          (key, value) -> span.setAttribute(GenAi.METADATA_PREFIX + key, value));
    }
    if (!details.attributes.isEmpty()) {
      span.setAllAttributes(details.attributes);
    }
  }

  private static void writeContent(Span span, AgentRequest request, Content content) {
    if (request.prompt != null) {
      AgentTracer.set(span, GenAi.INPUT_MESSAGES, content.prompt(request.prompt));
    }
    if (request.details.systemInstructions != null) {
      AgentTracer.set(
          span,
          GenAi.SYSTEM_INSTRUCTIONS,
          content.instructions(request.details.systemInstructions));
    }
  }

  private RunStart() {}
}
