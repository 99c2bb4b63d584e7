// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

// Server-Sent-Events responses: how many are open, how they end, what they carry.

import { Board, graph, number, parts, percentiles, ranking } from './panels.js'

const ROUTE = 'job=~"$job",route=~"$route"'

export const streams = new Board(
  'spoor-streams',
  'Event streams',
  'Server-Sent-Events responses from their start to their real end.',
  'sse_connections_active',
)
  .choice('route', 'Route', 'sse_connections_active')
  .row(
    'In the time shown',
    number(
      { title: 'Open now', description: 'Streams that have begun and not ended.', unit: 'short' },
      `sum(sse_connections_active{${ROUTE}})`,
    ),
    number(
      { title: 'Ended', description: 'Streams that ended, however they did.', unit: 'short' },
      `sum(increase(sse_connections_total{${ROUTE}}[$__range]))`,
    ),
    number(
      { title: 'Completed', description: 'Share of streams that were sent to their end.', unit: 'percentunit' },
      `(sum(increase(sse_connections_total{${ROUTE},outcome="completed"}[$__range])) or vector(0)) / sum(increase(sse_connections_total{${ROUTE}}[$__range]))`,
    ),
    number(
      { title: 'Left by the client', description: 'Share of streams whose client went away before the end.', unit: 'percentunit' },
      `(sum(increase(sse_connections_total{${ROUTE},outcome="client_disconnect"}[$__range])) or vector(0)) / sum(increase(sse_connections_total{${ROUTE}}[$__range]))`,
    ),
    number(
      { title: 'Sent', description: 'Bytes of all events and comments.', unit: 'bytes' },
      `sum(increase(sse_bytes_total{${ROUTE}}[$__range]))`,
    ),
    number(
      { title: 'Events', description: 'Events of all types and routes.', unit: 'short' },
      'sum(increase(sse_events_total{job=~"$job"}[$__range]))',
    ),
  )
  .row(
    'Streams',
    parts(
      { title: 'Open streams', description: 'A level that only rises is a leak, or clients that nobody misses.', unit: 'short' },
      { expression: `sum by (route) (sse_connections_active{${ROUTE}})`, legend: '{{route}}' },
    ),
    parts(
      { title: 'Ends by outcome', description: 'Streams that ended, a second.', unit: 'ops' },
      { expression: `sum by (outcome) (rate(sse_connections_total{${ROUTE}}[$__rate_interval]))`, legend: '{{outcome}}' },
    ),
    percentiles(
      { title: 'Time to first event', description: 'What a user waits before anything shows.', unit: 's' },
      'sse_time_to_first_event_seconds',
      ROUTE,
      'route',
    ),
    percentiles(
      { title: 'Duration', description: 'From start to end.', unit: 's' },
      'sse_session_duration_seconds',
      ROUTE,
      'route',
    ),
  )
  .row(
    'What they carry',
    parts(
      { title: 'Events by type', description: 'Events a second.', unit: 'ops' },
      { expression: 'sum by (type) (rate(sse_events_total{job=~"$job"}[$__rate_interval]))', legend: '{{type}}' },
    ),
    graph(
      { title: 'Bytes', description: 'Bytes a second, by route.', unit: 'Bps' },
      { expression: `sum by (route) (rate(sse_bytes_total{${ROUTE}}[$__rate_interval]))`, legend: '{{route}}' },
    ),
    ranking(
      { title: 'Ends that are no completion', description: 'By route and outcome.', unit: 'short' },
      `sum by (route, outcome) (increase(sse_connections_total{${ROUTE},outcome!="completed"}[$__range]))`,
    ),
  )
