// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

// What agents do, what they cost and where they fail.

import { Board, graph, number, parts, percentiles, ranking } from './panels.js'

const RUN = 'job=~"$job",agent=~"$agent"'
const MODEL = 'job=~"$job",model=~"$model"'
const AGENT_SPAN = 'job=~"$job",gen_ai_agent_name=~"$agent"'
const MODEL_CALL = 'job=~"$job",gen_ai_request_model=~"$model"'

export const agents = new Board(
  'spoor-agents',
  'Agents',
  'Runs of agents, their latency, errors, tokens and cost.',
  'agent_executions_total',
)
  .choice('agent', 'Agent', 'agent_executions_total')
  .choice('model', 'Model', 'agent_tokens_total')
  .row(
    'In the time shown',
    number(
      { title: 'Runs', description: 'Runs that ended, nested agents not counted.', unit: 'short' },
      `sum(increase(agent_executions_total{${RUN}}[$__range]))`,
    ),
    number(
      { title: 'Failed', description: 'Share of runs that ended with an error.', unit: 'percentunit' },
      `(sum(increase(agent_executions_total{${RUN},status="error"}[$__range])) or vector(0)) / sum(increase(agent_executions_total{${RUN}}[$__range]))`,
    ),
    number(
      { title: 'Cost', description: 'Money for tokens and tools, at list prices or as reported. Usage without a price is not in it.', unit: 'currencyUSD' },
      `sum(increase(agent_cost_usd_total{${MODEL}}[$__range]))`,
    ),
    number(
      { title: 'Cost per run', description: 'Cost of all models by runs of all agents.', unit: 'currencyUSD' },
      'sum(increase(agent_cost_usd_total{job=~"$job"}[$__range])) / sum(increase(agent_executions_total{job=~"$job"}[$__range]))',
    ),
    number(
      { title: 'Tokens', description: 'All kinds, each counted once.', unit: 'short' },
      `sum(increase(agent_tokens_total{${MODEL}}[$__range]))`,
    ),
    number(
      { title: 'Cache hits', description: 'Share of the input that was read from a cache.', unit: 'percentunit' },
      `sum(increase(agent_tokens_total{${MODEL},type="cache_read"}[$__range])) / sum(increase(agent_tokens_total{${MODEL},type!="output"}[$__range]))`,
    ),
  )
  .row(
    'Runs',
    parts(
      { title: 'Runs by outcome', description: 'Runs that ended, a second.', unit: 'ops' },
      { expression: `sum by (status) (rate(agent_executions_total{${RUN}}[$__rate_interval]))`, legend: '{{status}}' },
    ),
    percentiles(
      { title: 'Duration of runs', description: 'From start to end, nested agents included as their own.', unit: 's' },
      'gen_ai_invoke_agent_duration_seconds',
      AGENT_SPAN,
      'gen_ai_agent_name',
    ),
    graph(
      { title: 'Failed runs', description: 'Share of runs that ended with an error, by agent.', unit: 'percentunit' },
      {
        expression: `(sum by (agent) (rate(agent_executions_total{${RUN},status="error"}[$__rate_interval])) or 0 * sum by (agent) (rate(agent_executions_total{${RUN}}[$__rate_interval]))) / sum by (agent) (rate(agent_executions_total{${RUN}}[$__rate_interval]))`,
        legend: '{{agent}}',
      },
    ),
    graph(
      { title: 'Steps of a run', description: 'Model calls and tool calls in one run, on average.', unit: 'short' },
      {
        expression: `sum by (gen_ai_agent_name) (rate(gen_ai_invoke_agent_inference_calls_sum{${AGENT_SPAN}}[$__rate_interval])) / sum by (gen_ai_agent_name) (rate(gen_ai_invoke_agent_inference_calls_count{${AGENT_SPAN}}[$__rate_interval]))`,
        legend: '{{gen_ai_agent_name}} model calls',
      },
      {
        expression: `sum by (gen_ai_agent_name) (rate(gen_ai_invoke_agent_tool_calls_sum{${AGENT_SPAN}}[$__rate_interval])) / sum by (gen_ai_agent_name) (rate(gen_ai_invoke_agent_tool_calls_count{${AGENT_SPAN}}[$__rate_interval]))`,
        legend: '{{gen_ai_agent_name}} tool calls',
      },
    ),
  )
  .row(
    'Money',
    parts(
      { title: 'Cost by model', description: 'Dollars an hour at the pace of the moment.', unit: 'currencyUSD' },
      { expression: `sum by (model) (rate(agent_cost_usd_total{${MODEL}}[$__rate_interval])) * 3600`, legend: '{{model}}' },
    ),
    parts(
      { title: 'Cost by what it was paid for', description: 'Dollars an hour at the pace of the moment.', unit: 'currencyUSD' },
      { expression: `sum by (type) (rate(agent_cost_usd_total{${MODEL}}[$__rate_interval])) * 3600`, legend: '{{type}}' },
    ),
    graph(
      { title: 'Budget', description: 'The share of the daily budget that 24 hours at the pace of the last hour take. The budget is set in recording.yml.', unit: 'percentunit' },
      { expression: 'job:agent_cost_budget:burn_rate1h{job=~"$job"}', legend: '{{job}}' },
    ),
    ranking(
      { title: 'Models without a price', description: 'Tokens of models whose cost is unknown; it is in no other panel.', unit: 'short' },
      `sum by (model) (increase(agent_tokens_total{${MODEL}}[$__range])) unless on (model) sum by (model) (agent_cost_usd_total{${MODEL}})`,
    ),
  )
  .row(
    'Tokens and models',
    parts(
      { title: 'Tokens by kind', description: 'Tokens a second; the kinds are disjoint.', unit: 'short' },
      { expression: `sum by (type) (rate(agent_tokens_total{${MODEL}}[$__rate_interval]))`, legend: '{{type}}' },
    ),
    graph(
      { title: 'Cache hits', description: 'Share of the input that was read from a cache, by model.', unit: 'percentunit' },
      {
        expression: `sum by (model) (rate(agent_tokens_total{${MODEL},type="cache_read"}[$__rate_interval])) / sum by (model) (rate(agent_tokens_total{${MODEL},type!="output"}[$__rate_interval]))`,
        legend: '{{model}}',
      },
    ),
    percentiles(
      { title: 'Duration of model calls', description: 'From request to the end of the answer.', unit: 's' },
      'gen_ai_client_operation_duration_seconds',
      MODEL_CALL,
      'gen_ai_request_model',
    ),
    percentiles(
      { title: 'Time to first chunk', description: 'From request to the first piece of a streamed answer.', unit: 's' },
      'gen_ai_client_operation_time_to_first_chunk_seconds',
      MODEL_CALL,
      'gen_ai_request_model',
    ),
  )
  .row(
    'Tools',
    parts(
      { title: 'Tool calls', description: 'Calls that ended, a second.', unit: 'ops' },
      { expression: 'sum by (tool) (rate(agent_tools_executed_total{job=~"$job"}[$__rate_interval]))', legend: '{{tool}}' },
    ),
    graph(
      { title: 'Failed tool calls', description: 'Share of calls that ended with an error.', unit: 'percentunit' },
      {
        expression: '(sum by (tool) (rate(agent_tools_executed_total{job=~"$job",status="error"}[$__rate_interval])) or 0 * sum by (tool) (rate(agent_tools_executed_total{job=~"$job"}[$__rate_interval]))) / sum by (tool) (rate(agent_tools_executed_total{job=~"$job"}[$__rate_interval]))',
        legend: '{{tool}}',
      },
    ),
    percentiles(
      { title: 'Duration of tool calls', description: 'From call to result.', unit: 's' },
      'gen_ai_execute_tool_duration_seconds',
      'job=~"$job"',
      'gen_ai_tool_name',
    ),
    graph(
      { title: 'Telemetry that was dropped', description: 'What could not be recorded, by reason. Anything above zero wants a look.', unit: 'short' },
      { expression: 'sum by (reason) (increase(agent_telemetry_dropped_total{job=~"$job"}[$__rate_interval]))', legend: '{{reason}}' },
    ),
  )
