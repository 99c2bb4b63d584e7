// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked to do, and for whom. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * AgentRequest.builder()
 *     .setModel("claude-sonnet-4-5").setPrompt(prompt)
 *     .setConversationId(session).setUserId(user)
 *     .build();
 * }</pre>
 */
public final class AgentRequest {
  private static final ContextKey<AgentRequest> KEY = ContextKey.named("dev.spoor.AgentRequest");

  final @Nullable String agentName;
  final @Nullable String model;
  final @Nullable String prompt;
  final @Nullable String systemInstructions;
  final @Nullable String conversationId;
  final @Nullable String userId;
  final List<String> tags;
  final Map<String, String> metadata;
  final Attributes attributes;
  final @Nullable Context parent;
  final @Nullable AgentBudget budget;

  /** Returns a request of {@code prompt} to {@code model}. */
  public static AgentRequest of(String model, String prompt) {
    return new AgentRequest(requireNonNull(model, "model"), requireNonNull(prompt, "prompt"));
  }

  /** Returns a request of {@code prompt} to the tracer's default model. */
  public static AgentRequest of(String prompt) {
    return new AgentRequest(null, requireNonNull(prompt, "prompt"));
  }

  /** Returns a builder of a request of which nothing is known. */
  public static AgentRequestBuilder builder() {
    return new AgentRequestBuilder();
  }

  /**
   * Returns the request of the run that {@code context} belongs to, or null. Span processors read
   * from it what holds for a whole trace: conversation, user, tags and metadata.
   */
  public static @Nullable AgentRequest fromContext(Context context) {
    return context.get(KEY);
  }

  /** The usual request, made without a builder: one object a run. */
  private AgentRequest(@Nullable String model, String prompt) {
    this.model = model;
    this.prompt = prompt;
    agentName = null;
    systemInstructions = null;
    conversationId = null;
    userId = null;
    tags = List.of();
    metadata = Map.of();
    attributes = Attributes.empty();
    parent = null;
    budget = null;
  }

  AgentRequest(AgentRequestBuilder builder) {
    agentName = builder.agentName;
    model = builder.model;
    prompt = builder.prompt;
    systemInstructions = builder.systemInstructions;
    conversationId = builder.conversationId;
    userId = builder.userId;
    tags = List.copyOf(builder.tags);
    metadata = Map.copyOf(builder.metadata);
    attributes = builder.attributes;
    parent = builder.parent;
    budget = builder.budget;
  }

  /** Returns the conversation that the run belongs to, or null. */
  public @Nullable String conversationId() {
    return conversationId;
  }

  /** Returns the user whom the run is for, or null. */
  public @Nullable String userId() {
    return userId;
  }

  /** Returns the labels of the run. */
  public List<String> tags() {
    return tags;
  }

  /** Returns the host's own facts about the run. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Returns {@code context} with this request in it, if it says anything that holds for the whole
   * trace.
   */
  Context storeIn(Context context) {
    boolean silent =
        conversationId == null && userId == null && tags.isEmpty() && metadata.isEmpty();
    return silent ? context : context.with(KEY, this);
  }
}
