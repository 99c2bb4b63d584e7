// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** Writes and records what is known of a run when it ends. */
final class RunEnd {
  static void write(AgentRun run, @Nullable Failure reason, Outcome outcome) {
    run.writeTotals();
    AgentTracer.set(run.span, GenAi.OUTPUT_MESSAGES, run.spoken());
    Ledger ledger = run.knownLedger();
    if (ledger != null && ledger.adjusted()) {
      run.span.setAttribute(GenAi.USAGE_ADJUSTED, true);
    }
    if (reason != null) {
      reason.writeTo(run.span, run.tracer().drops);
    } else if (outcome != Outcome.SUCCESS) {
      run.span.setAttribute(GenAi.OUTCOME, outcome.label);
    }
  }

  /** Makes up for what no generation's span carries, and for models that have no price. */
  static void settle(AgentRun run, long nanos) {
    AgentTracer tracer = run.tracer();
    if (run.reportedCost() != null && run.isCounted()) {
      run.ledger().bookReported(run.reportedCost(), tracer.model(run.model(), null));
    }
    Ledger ledger = run.knownLedger();
    if (ledger != null && tracer.settlementSpans && run.span.isRecording()) {
      for (Ledger.Settlement settlement : ledger.settlements()) {
        settle(run, settlement, nanos);
      }
    }
  }

  private static void settle(AgentRun run, Ledger.Settlement settlement, long nanos) {
    AgentTracer tracer = run.tracer();
    ModelNames model = settlement.names();
    Span span = tracer.startGenerationSpan(model, run.context(), run.epoch(nanos));
    if (span.isRecording()) {
      span.setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT);
      span.setAttribute(GenAi.PROVIDER_NAME, model.provider);
      span.setAttribute(GenAi.REQUEST_MODEL, model.model);
      span.setAttribute(GenAi.USAGE_SETTLEMENT, true);
      AgentTracer.set(span, GenAi.CONVERSATION_ID, run.conversationId());
      UsageAttributes.write(
          span, settlement.usage(), tracer.picos(model, settlement.usage(), true));
    }
    Spans.end(span, run.epoch(nanos), tracer.drops);
  }

  static void record(AgentRun run, @Nullable Failure reason, Outcome outcome, long nanos) {
    Instruments instruments = run.tracer().instruments;
    AgentModelNames names = run.names.model(run.model());
    Attributes duration = names.duration(reason == null ? null : reason.type());
    instruments.agentDuration.record(
        Call.seconds(nanos - run.startNanos), duration, run.measuredContext());
    instruments.agentToolCalls.record(run.toolCalls(), run.names.calls, run.measuredContext());
    instruments.agentInferenceCalls.record(
        run.generations(), run.names.calls, run.measuredContext());
    if (run.owner() == null) {
      instruments.executions.add(1, names.executed(outcome), run.measuredContext());
    }
  }

  private RunEnd() {}
}
