// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

// Sandboxes: how many run, how fast they start, what runs in them and what they cost.

import { Board, graph, number, parts, percentiles, ranking } from './panels.js'

const SANDBOX = 'job=~"$job",provider=~"$provider",template=~"$template"'

export const sandboxes = new Board(
  'spoor-sandboxes',
  'Sandboxes',
  'Sandboxes of agents, their commands, time and money.',
  'sandbox_active',
)
  .choice('provider', 'Provider', 'sandbox_active')
  .choice('template', 'Template', 'sandbox_active')
  .row(
    'In the time shown',
    number(
      { title: 'Running now', description: 'Sandboxes that were created and not killed.', unit: 'short' },
      `sum(sandbox_active{${SANDBOX}})`,
    ),
    number(
      { title: 'Created', description: 'Sandboxes that were started.', unit: 'short' },
      `sum(increase(sandbox_creation_duration_seconds_count{${SANDBOX}}[$__range]))`,
    ),
    number(
      { title: 'Commands', description: 'Commands that ended.', unit: 'short' },
      `sum(increase(sandbox_execution_duration_seconds_count{${SANDBOX}}[$__range]))`,
    ),
    number(
      { title: 'Failed commands', description: 'Share of commands that did not exit with 0.', unit: 'percentunit' },
      `(sum(increase(sandbox_execution_duration_seconds_count{${SANDBOX},exit_code!="0"}[$__range])) or vector(0)) / sum(increase(sandbox_execution_duration_seconds_count{${SANDBOX}}[$__range]))`,
    ),
    number(
      { title: 'Cost', description: 'At list prices. Sandboxes without a price are not in it.', unit: 'currencyUSD' },
      `sum(increase(sandbox_cost_usd_total{${SANDBOX}}[$__range]))`,
    ),
  )
  .row(
    'Sandboxes',
    parts(
      { title: 'Running', description: 'A level that only rises costs money for nothing.', unit: 'short' },
      { expression: `sum by (provider, template) (sandbox_active{${SANDBOX}})`, legend: '{{provider}} {{template}}' },
    ),
    parts(
      { title: 'Cost', description: 'Dollars an hour at the pace of the moment.', unit: 'currencyUSD' },
      { expression: `sum by (provider, template) (rate(sandbox_cost_usd_total{${SANDBOX}}[$__rate_interval])) * 3600`, legend: '{{provider}} {{template}}' },
    ),
    percentiles(
      { title: 'Time to create', description: 'From the request to a sandbox that takes commands.', unit: 's' },
      'sandbox_creation_duration_seconds',
      SANDBOX,
      'template',
    ),
    graph(
      { title: 'Failed creations', description: 'Creations that failed, a second.', unit: 'ops' },
      {
        expression: `sum by (template) (rate(sandbox_creation_duration_seconds_count{${SANDBOX},status="error"}[$__rate_interval])) or 0 * sum by (template) (rate(sandbox_creation_duration_seconds_count{${SANDBOX}}[$__rate_interval]))`,
        legend: '{{template}}',
      },
    ),
  )
  .row(
    'Commands',
    parts(
      { title: 'Commands by exit', description: 'Commands that ended, a second.', unit: 'ops' },
      { expression: `sum by (exit_code) (rate(sandbox_execution_duration_seconds_count{${SANDBOX}}[$__rate_interval]))`, legend: '{{exit_code}}' },
    ),
    percentiles(
      { title: 'Duration of commands', description: 'From start to exit.', unit: 's' },
      'sandbox_execution_duration_seconds',
      SANDBOX,
      'template',
    ),
    ranking(
      { title: 'Where commands fail', description: 'Commands that did not exit with 0, by template and exit.', unit: 'short' },
      `sum by (template, exit_code) (increase(sandbox_execution_duration_seconds_count{${SANDBOX},exit_code!="0"}[$__range]))`,
    ),
  )
