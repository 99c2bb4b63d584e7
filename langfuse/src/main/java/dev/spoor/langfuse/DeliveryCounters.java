// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Counts what becomes of spans. The metrics read these sums when they are collected, so counting
 * costs nothing more and starts before there is a meter. Safe for use by many threads.
 */
final class DeliveryCounters {
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  final LongAdder delivered = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder maskFailures = new LongAdder();
  final LongAdder cut = new LongAdder();
  final LongAdder mediaUploaded = new LongAdder();
  final LongAdder mediaFailed = new LongAdder();
  final LongAdder scoresSent = new LongAdder();
  final LongAdder scoresLost = new LongAdder();
  private final Map<Loss, LongAdder> losses = new EnumMap<>(Loss.class);
  private final Map<Loss, Attributes> reasons = new EnumMap<>(Loss.class);

  DeliveryCounters() {
    for (Loss loss : Loss.values()) {
      losses.put(loss, new LongAdder());
      reasons.put(loss, Attributes.of(REASON, loss.reason()));
    }
  }

  void lost(Loss loss, int spans) {
    of(loss).add(spans);
  }

  /** Returns the spans lost for any reason. */
  long lost() {
    long sum = 0;
    for (LongAdder adder : losses.values()) {
      sum += adder.sum();
    }
    return sum;
  }

  /** Returns the spans, scores and files that did not reach Langfuse. */
  long lostOfAnyKind() {
    return lost() + scoresLost.sum() + mediaFailed.sum();
  }

  private LongAdder of(Loss loss) {
    LongAdder adder = losses.get(loss);
    if (adder == null) {
      throw new IllegalStateException("Every loss has an adder, but not " + loss);
    }
    return adder;
  }

  LangfuseStatistics statistics(int waiting) {
    Map<String, Long> lost = new HashMap<>();
    losses.forEach((loss, adder) -> {
      if (adder.sum() > 0) {
        lost.put(loss.reason(), adder.sum());
      }
    });
    return new LangfuseStatistics(
        delivered.sum(),
        waiting,
        lost,
        retries.sum(),
        maskFailures.sum(),
        cut.sum(),
        mediaUploaded.sum(),
        mediaFailed.sum(),
        scoresSent.sum(),
        scoresLost.sum());
  }

  /** Makes metrics of the sums. */
  void publish(MeterProvider meters, IntSupplier waiting) {
    Meter meter = meters.get("dev.spoor.langfuse");
    sum(meter, "langfuse.spans.exported", "{span}", "Spans that Langfuse accepted", delivered);
    sum(meter, "langfuse.export.retries", "{request}", "Requests that were sent again", retries);
    sum(
        meter,
        "langfuse.spans.mask_failed",
        "{span}",
        "Spans replaced as the mask failed",
        maskFailures);
    sum(meter, "langfuse.spans.cut", "{span}", "Spans whose content was cut to fit", cut);
    sum(meter, "langfuse.media.uploaded", "{file}", "Files in Langfuse's storage", mediaUploaded);
    sum(meter, "langfuse.media.failed", "{file}", "Files that were not uploaded", mediaFailed);
    sum(meter, "langfuse.scores.sent", "{score}", "Scores that Langfuse accepted", scoresSent);
    sum(meter, "langfuse.scores.lost", "{score}", "Scores that did not reach Langfuse", scoresLost);
    meter
        .counterBuilder("langfuse.spans.lost")
        .setUnit("{span}")
        .setDescription("Spans that did not reach Langfuse")
        .buildWithCallback(
            out -> losses.forEach((loss, adder) -> out.record(adder.sum(), reasons.get(loss))));
    meter
        .gaugeBuilder("langfuse.queue.size")
        .ofLongs()
        .setUnit("{span}")
        .setDescription("Spans that wait for delivery")
        .buildWithCallback(out -> out.record(waiting.getAsInt()));
  }

  private static void sum(
      Meter meter, String name, String unit, String description, LongAdder adder) {
    meter
        .counterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(out -> out.record(adder.sum()));
  }
}
