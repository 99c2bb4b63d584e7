// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0

// Writes the dashboards into the directory that is the first argument.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agents } from './agents.js'
import { sandboxes } from './sandboxes.js'
import { streams } from './streams.js'

const directory = process.argv[2] ?? '.'
for (const [name, board] of Object.entries({ agents, streams, sandboxes })) {
  writeFileSync(join(directory, `${name}.json`), board.toJson())
}
