// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor;

import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.ModelPrice;
import java.util.List;

/**
 * The caches of one tracer: everything that is the same for every call of a model, a tool or an
 * agent.
 */
final class Names {
  private final int limit;
  private final CostCalculator calculator;
  private final BoundedNames<String, BoundedNames<String, ModelNames>> providers;
  private final BoundedNames<String, ModelNames> models;
  private final BoundedNames<String, List<String>> finishReasons;
  private final BoundedNames<String, ToolNames> tools;
  private final BoundedNames<String, AgentNames> agents;

  Names(AgentTracer tracer, int limit, CostCalculator calculator) {
    this.limit = limit;
    this.calculator = calculator;
    providers = new BoundedNames<>(limit, this::sold, provider -> sold(GenAi.OTHER));
    models =
        new BoundedNames<>(limit, model -> told(model, model), model -> told(model, GenAi.OTHER));
    finishReasons = new BoundedNames<>(limit, List::of, List::of);
    tools = new BoundedNames<>(
        limit, tool -> new ToolNames(tool, tool), tool -> new ToolNames(tool, GenAi.OTHER));
    agents = new BoundedNames<>(
        limit,
        agent -> new AgentNames(tracer, agent, agent, limit),
        agent -> new AgentNames(tracer, agent, GenAi.OTHER, limit));
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

  private BoundedNames<String, ModelNames> sold(String provider) {
    return new BoundedNames<>(
        limit,
        model -> new ModelNames(model, provider, model, calculator.price(provider, model)),
        model -> new ModelNames(model, provider, GenAi.OTHER, calculator.price(provider, model)));
  }

  private ModelNames told(String model, String label) {
    ModelPrice price = calculator.price(model);
    return new ModelNames(model, Providers.named(price.provider()), label, price);
  }
}
