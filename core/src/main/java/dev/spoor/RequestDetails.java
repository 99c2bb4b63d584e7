// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request may say besides its model and its prompt. Immutable. */
final class RequestDetails {
  static final RequestDetails NONE = new RequestDetails(new AgentRequestBuilder());

  final @Nullable String agentName;
  final @Nullable String systemInstructions;
  final @Nullable String conversationId;
  final @Nullable String userId;
  final List<String> tags;
  final Map<String, String> metadata;
  final Attributes attributes;
  final @Nullable Context parent;
  final @Nullable AgentBudget budget;

  RequestDetails(AgentRequestBuilder builder) {
    agentName = builder.agentName;
    systemInstructions = builder.systemInstructions;
    conversationId = builder.conversationId;
    userId = builder.userId;
    tags = List.copyOf(builder.tags);
    metadata = Map.copyOf(builder.metadata);
    attributes = builder.attributes;
    parent = builder.parent;
    budget = builder.budget;
  }

  /** Returns whether anything here holds for the whole trace. */
  boolean isOfTrace() {
    return conversationId != null || userId != null || !tags.isEmpty() || !metadata.isEmpty();
  }
}
