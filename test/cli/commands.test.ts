import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createProgram } from '../../server/commands/program.ts'

test('every command that the README names is one of the program’s own', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const named = new Set([...readme.matchAll(/^npx yiquan (\w+)/gm)].map(([, name]) => name))
  expect(named.size).toBeGreaterThan(8)
  const known = createProgram(() => undefined).commands.map((command) => command.name())
  expect([...named].filter((name) => !known.includes(name))).toEqual([])
})
