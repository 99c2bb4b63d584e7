// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an {@link AgentRequest}. Not safe for use by many threads. Everything may be left out. */
public final class AgentRequestBuilder {
  @Nullable String agentName;

  @Nullable String model;

  @Nullable String prompt;

  @Nullable String systemInstructions;

  @Nullable String conversationId;

  @Nullable String userId;

  Set<String> tags = Set.of();
  Map<String, String> metadata = Map.of();
  Attributes attributes = Attributes.empty();

  @Nullable Context parent;

  @Nullable AgentBudget budget;

  AgentRequestBuilder() {}

  /**
   * Sets the name of the agent that runs. Default: the tracer's. A name is one of few, not an id.
   */
  public AgentRequestBuilder setAgentName(String agentName) {
    this.agentName = requireNonNull(agentName, "agentName");
    return this;
  }

  /** Sets the model that is asked. Default: the tracer's default model. */
  public AgentRequestBuilder setModel(String model) {
    this.model = requireNonNull(model, "model");
    return this;
  }

  /** Sets what the user asks. Its length is recorded; its text only if content capture is on. */
  public AgentRequestBuilder setPrompt(String prompt) {
    this.prompt = requireNonNull(prompt, "prompt");
    return this;
  }

  /** Sets what the system is told to be. Recorded only if content capture is on. */
  public AgentRequestBuilder setSystemInstructions(String systemInstructions) {
    this.systemInstructions = requireNonNull(systemInstructions, "systemInstructions");
    return this;
  }

  /** Sets the id of the conversation or session that this run belongs to. Never make one up. */
  public AgentRequestBuilder setConversationId(String conversationId) {
    this.conversationId = requireNonNull(conversationId, "conversationId");
    return this;
  }

  /** Sets the user whom the run is for. */
  public AgentRequestBuilder setUserId(String userId) {
    this.userId = requireNonNull(userId, "userId");
    return this;
  }

  /** Adds a label. Default: none. */
  public AgentRequestBuilder addTag(String tag) {
    if (tags.isEmpty()) {
      tags = new LinkedHashSet<>();
    }
    tags.add(requireNonNull(tag, "tag"));
    return this;
  }

  /** Adds a fact of the host's own, recorded as {@code agent.metadata.KEY}. Default: none. */
  public AgentRequestBuilder addMetadata(String key, String value) {
    if (metadata.isEmpty()) {
      metadata = new LinkedHashMap<>();
    }
    metadata.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
    return this;
  }

  /** Sets further attributes of the run's span. Default: none. */
  public AgentRequestBuilder setAttributes(Attributes attributes) {
    this.attributes = requireNonNull(attributes, "attributes");
    return this;
  }

  /**
   * Sets the parent of the run's span. Default: the context that is current when the run starts.
   */
  public AgentRequestBuilder setParent(Context parent) {
    this.parent = requireNonNull(parent, "parent");
    return this;
  }

  /** Sets what the run may cost, its sub-agents included. Default: no budget. */
  public AgentRequestBuilder setBudget(AgentBudget budget) {
    this.budget = requireNonNull(budget, "budget");
    return this;
  }

  /** Returns the request. */
  public AgentRequest build() {
    return new AgentRequest(this);
  }
}
