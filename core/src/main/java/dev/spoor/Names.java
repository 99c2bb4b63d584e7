// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import java.util.List;

/**
 * The caches of one tracer: everything that is the same for every call of a model, a tool or an
 * agent.
 */
final class Names {
  private final BoundedNames<String, BoundedNames<String, ModelNames>> providers;
  private final BoundedNames<String, ModelNames> models;
  private final BoundedNames<String, List<String>> finishReasons;
  private final BoundedNames<String, ToolNames> tools;
  private final BoundedNames<String, AgentNames> agents;

  Names(int limit) {
    providers = new BoundedNames<>(
        limit, provider -> models(limit, provider), provider -> models(0, GenAi.OTHER));
    models = new BoundedNames<>(
        limit,
        model -> new ModelNames(model, ModelName.providerOf(model), model),
        model -> new ModelNames(model, ModelName.providerOf(model), GenAi.OTHER));
    finishReasons = new BoundedNames<>(limit, List::of, List::of);
    tools = new BoundedNames<>(
        limit, tool -> new ToolNames(tool, tool), tool -> new ToolNames(tool, GenAi.OTHER));
    agents = new BoundedNames<>(
        limit,
        agent -> new AgentNames(agent, agent, limit),
        agent -> new AgentNames(agent, GenAi.OTHER, limit));
  }

  ModelNames model(String model, String provider) {
    return providers.get(provider).get(model);
  }

  /** Returns the names of a model whose provider is told by its name. */
  ModelNames model(String model) {
    return models.get(model);
  }

  List<String> finishReason(String reason) {
    return finishReasons.get(reason);
  }

  ToolNames tool(String tool) {
    return tools.get(tool);
  }

  AgentNames agent(String agent) {
    return agents.get(agent);
  }

  private static BoundedNames<String, ModelNames> models(int limit, String provider) {
    return new BoundedNames<>(
        limit,
        model -> new ModelNames(model, provider, model),
        model -> new ModelNames(model, provider, GenAi.OTHER));
  }
}
