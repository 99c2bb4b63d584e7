// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The spans of one recording as a tree, while they start and end. Safe for use by many threads. */
final class SpanTree implements SpanProcessor {
  private final List<SpanNode> nodes = new ArrayList<>();
  private final Map<String, SpanNode> bySpanId = new HashMap<>();
  private long changes;

  @Override
  public synchronized void onStart(Context parentContext, ReadWriteSpan span) {
    SpanNode parent = bySpanId.get(span.getParentSpanContext().getSpanId());
    var node = new SpanNode(nodes.size() + 1, parent, span);
    nodes.add(node);
    bySpanId.put(span.getSpanContext().getSpanId(), node);
    changes++;
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public synchronized void onEnd(ReadableSpan span) {
    changes++;
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  /** Returns all spans in the order in which they started. */
  synchronized List<SpanNode> inStartOrder() {
    return List.copyOf(nodes);
  }

  /** Returns all spans, each before its children. */
  List<SpanNode> inTreeOrder() {
    Map<Integer, List<SpanNode>> children = new HashMap<>();
    List<SpanNode> started = inStartOrder();
    for (SpanNode node : started) {
      children.computeIfAbsent(node.parentId(), id -> new ArrayList<>()).add(node);
    }
    List<SpanNode> ordered = new ArrayList<>(started.size());
    addChildren(SpanNode.NO_PARENT, children, ordered);
    return ordered;
  }

  /** Returns a number that grows with every change. */
  synchronized long changes() {
    return changes;
  }

  private static void addChildren(
      int parent, Map<Integer, List<SpanNode>> children, List<SpanNode> ordered) {
    for (SpanNode node : children.getOrDefault(parent, List.of())) {
      ordered.add(node);
      addChildren(node.id(), children, ordered);
    }
  }
}
