// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

// What all dashboards are made of: panels over Prometheus, and a board with the variables that they use.

import * as common from '@grafana/grafana-foundation-sdk/common'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import * as table from '@grafana/grafana-foundation-sdk/table'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import type { Builder } from '@grafana/grafana-foundation-sdk/cog'

const DATA_SOURCE: common.DataSourceRef = { type: 'prometheus', uid: '${datasource}' }
const BOARD_WIDTH = 24
const STAT_WIDTH = 4
const STAT_HEIGHT = 4
const GRAPH_HEIGHT = 8

/** A panel that knows how wide it is. */
export type Panel = Builder<dashboard.Panel>

/** What a panel asks, and how the answer is named in its legend. */
export interface Query {
  readonly expression: string
  readonly legend?: string
}

interface Look {
  readonly title: string
  readonly description: string
  readonly unit: string
}

/** One number for the time that the board shows. */
export function number(look: Look, expression: string): Panel {
  return new stat.PanelBuilder()
    .title(look.title)
    .description(look.description)
    .unit(look.unit)
    .datasource(DATA_SOURCE)
    .span(STAT_WIDTH)
    .height(STAT_HEIGHT)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .noValue('unknown')
    .withTarget(query({ expression }, 0).instant())
}

/** Lines over time. */
export function graph(look: Look, ...queries: Query[]): timeseries.PanelBuilder {
  return new timeseries.PanelBuilder()
    .title(look.title)
    .description(look.description)
    .unit(look.unit)
    .datasource(DATA_SOURCE)
    .span(BOARD_WIDTH / 2)
    .height(GRAPH_HEIGHT)
    .min(0)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending))
    .targets(queries.map(query))
}

/** Areas on top of each other: parts of a whole over time. */
export function parts(look: Look, ...queries: Query[]): Panel {
  return graph(look, ...queries)
    .fillOpacity(60)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal))
}

/** The middle, the slow and the slowest of a histogram, by one label. */
export function percentiles(look: Look, histogram: string, selector: string, label: string): Panel {
  return graph(
    look,
    ...[0.5, 0.95, 0.99].map((quantile) => ({
      expression: `histogram_quantile(${quantile}, sum by (le, ${label}) (rate(${histogram}_bucket{${selector}}[$__rate_interval])))`,
      legend: `{{${label}}} p${quantile * 100}`,
    })),
  )
}

/** Rows with a number each, the largest first. */
export function ranking(look: Look, expression: string): Panel {
  return new table.PanelBuilder()
    .title(look.title)
    .description(look.description)
    .unit(look.unit)
    .datasource(DATA_SOURCE)
    .span(BOARD_WIDTH / 2)
    .height(GRAPH_HEIGHT)
    .sortBy([new common.TableSortByFieldStateBuilder().displayName('Value').desc(true)])
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } })
    .withTarget(query({ expression }, 0).instant().format(prometheus.PromQueryFormat.Table))
}

function query({ expression, legend }: Query, index: number): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .expr(expression)
    .legendFormat(legend ?? '__auto')
}

/** A variable with the values of a label, all of them to begin with. */
export function choice(name: string, label: string, metric: string): Builder<dashboard.VariableModel> {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(DATA_SOURCE)
    .query({ query: `label_values(${metric}, ${name})`, refId: name })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' })
}

/** A board of rows, with a variable for the data source, one for the job, and those given. */
export class Board {
  private readonly board: dashboard.DashboardBuilder

  constructor(uid: string, title: string, description: string, jobs: string) {
    this.board = new dashboard.DashboardBuilder(title)
      .uid(uid)
      .description(description)
      .tags(['spoor'])
      .editable()
      .timezone('browser')
      .time({ from: 'now-6h', to: 'now' })
      .refresh('1m')
      .tooltip(dashboard.DashboardCursorSync.Crosshair)
      .link(new dashboard.DashboardLinkBuilder('Spoor').type(dashboard.DashboardLinkType.Dashboards).tags(['spoor']).asDropdown(true).keepTime(true))
      .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
      .withVariable(choice('job', 'Service', jobs))
  }

  choice(name: string, label: string, metric: string): this {
    this.board.withVariable(choice(name, label, metric))
    return this
  }

  row(title: string, ...panels: Panel[]): this {
    this.board.withRow(new dashboard.RowBuilder(title))
    panels.forEach((panel) => this.board.withPanel(panel))
    return this
  }

  toJson(): string {
    return JSON.stringify(this.board.build(), null, 2) + '\n'
  }
}
