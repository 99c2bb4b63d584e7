// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import dev.spoor.cost.TokenUsage;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a run when its recording has been read to the end. Unknown is null. */
record Report(
    @Nullable String sessionId,
    String status,
    @Nullable String statusMessage,
    boolean complete,
    @Nullable Integer turns,
    Collection<RunFacts.Tool> tools,
    Collection<RunFacts.Agent> agents,
    Map<String, TokenUsage> models,
    @Nullable BigDecimal reportedCost,
    @Nullable BigDecimal computedCost,
    @Nullable Long reportedMillis,
    long droppedLines,
    List<SpanNode> spans) {}
