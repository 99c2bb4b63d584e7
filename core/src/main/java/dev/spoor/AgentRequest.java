// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import static java.util.Objects.requireNonNull;

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

  final @Nullable String model;
  final @Nullable String prompt;
  /** The rest, of which most requests have nothing: one reference instead of nine. */
  final RequestDetails details;

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
    details = RequestDetails.NONE;
  }

  AgentRequest(AgentRequestBuilder builder) {
    model = builder.model;
    prompt = builder.prompt;
    details = new RequestDetails(builder);
  }

  /** A host without null checks may pass null: that is a request of which nothing is known. */
  static AgentRequest known(@Nullable AgentRequest request) {
    return request == null ? builder().build() : request;
  }

  /** Returns the conversation that the run belongs to, or null. */
  public @Nullable String conversationId() {
    return details.conversationId;
  }

  /** Returns the user whom the run is for, or null. */
  public @Nullable String userId() {
    return details.userId;
  }

  /** Returns the labels of the run. */
  public List<String> tags() {
    return details.tags;
  }

  /** Returns the host's own facts about the run. */
  public Map<String, String> metadata() {
    return details.metadata;
  }

  /**
   * Returns {@code context} with this request in it, if it says anything that holds for the whole
   * trace.
   */
  Context storeIn(Context context) {
    return details.isOfTrace() ? context.with(KEY, this) : context;
  }
}
