import fs, { existsSync } from 'node:fs'
import * as util from 'node:util'
import data from './data.json' with { type: 'json' }
import { createRequire } from 'node:module'
import events, { EventEmitter } from 'events'
import process from 'node:process'

const require = createRequire(import.meta.url)

export default async () => {
  const made = Function('return typeof process')
  return [fs.existsSync(import.meta.filename), existsSync(import.meta.dirname), util.format('%s', 1), data.a, require('./data.json'), new EventEmitter() instanceof events, process.version, eval('1 + 1'), made(), import.meta.resolve('./data.json'), (await import('./data.json', { with: { type: 'json' } })).default, console.error(''), globalThis.performance.now(), await import('./data.mjs')]
}
