import { builtinModules } from 'node:module'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { findCircles, parseModule, readModules, visit, type Import, type Module } from './imports.ts'

interface Rule {
  /** Reads as “the code keeps this rule: …”. */
  name: string
  find(modules: readonly Module[]): string[]
  /** Sources that break it, by path: without them nobody knows that the rule can fail. */
  offending: Record<string, string>
}

const corePackages = ['h3-js', 'flatqueue', 'flatbush', 'kdbush', 'proj4', 'gcoord', 'd3-contour', 'geographiclib-geodesic']
/** Types only, of the format itself: nothing of it is left when the code runs. */
const typePackages = ['geojson']
const contractPackages = ['zod', '@asteasolutions/zod-to-openapi']
/** A domain imports those before it, never those after (architecture.md; versions stand before what they version). */
const domainOrder = [
  ...['audit', 'auth', 'jobs', 'versions', 'regions', 'facilities', 'residential', 'population', 'network', 'ledgers', 'policies', 'scenarios'],
  ...['coverage', 'indicators', 'access', 'forecasts', 'what-if', 'review', 'siting', 'tiles', 'imports', 'reports', 'ogc'],
]
const doors = ['server/main.ts', 'server/cli.ts']
/** Files over 350 lines, each with its reason. */
const longFiles: Record<string, string> = {}
const longestFile = 350

const rules: Rule[] = [
  {
    name: 'core imports only core and its few packages, and no builtin of Node',
    find: each(
      inFolder('server/core/'),
      ({ target, typeOnly }) =>
        !inFolder('server/core/')(target) && !corePackages.includes(target) && !(typeOnly && typePackages.includes(target)),
    ),
    offending: { 'server/core/a.ts': "import { readFileSync } from 'node:fs'" },
  },
  {
    name: 'contract imports only contract, types of core, zod and its OpenAPI writer',
    find: each(
      inFolder('server/contract/'),
      ({ target, typeOnly }) =>
        !inFolder('server/contract/')(target) && !contractPackages.includes(target) && !(typeOnly && inFolder('server/core/')(target)),
    ),
    offending: { 'server/contract/a.ts': "import { b } from '../core/b.ts'" },
  },
  {
    name: 'only repositories and db know Kysely, even as a type',
    find: each(
      (path) => inFolder('server/')(path) && !inFolder('server/db/')(path) && !path.endsWith('.repository.ts'),
      ({ target }) => target === 'kysely',
    ),
    offending: { 'server/coverage/coverage.service.ts': "import type { Kysely } from 'kysely'" },
  },
  {
    name: 'only routes, middleware and app.ts import Express',
    find: each(
      (path) => !/\.(routes|middleware)\.ts$/.test(path) && path !== 'server/app.ts',
      ({ target }) => target === 'express',
    ),
    offending: { 'server/coverage/coverage.service.ts': "import type { Request } from 'express'" },
  },
  {
    name: 'a domain imports those before it, never those after',
    find: each(
      (path) => domainOf(path) !== undefined,
      ({ target }, path) => {
        if (target === 'server/auth/actor.ts') return false
        const to = domainOf(target)
        return to !== undefined && domainOrder.indexOf(to) > domainOrder.indexOf(domainOf(path)!)
      },
    ),
    offending: { 'server/coverage/a.ts': "import { b } from '../indicators/b.ts'" },
  },
  {
    name: 'every folder of server is core, contract, db, commands or a domain of the list',
    find: (modules) =>
      modules.flatMap(({ path }) => {
        const folder = /^server\/([^/]+)\//.exec(path)?.[1]
        return folder && ![...domainOrder, 'core', 'contract', 'db', 'commands'].includes(folder) ? [path] : []
      }),
    offending: { 'server/helpers/a.ts': '' },
  },
  {
    name: 'jobs knows no domain: handlers are registered in wiring.ts',
    find: each(inFolder('server/jobs/'), ({ target }) => {
      const to = domainOf(target)
      return to !== undefined && !['jobs', 'audit', 'auth'].includes(to)
    }),
    offending: { 'server/jobs/jobs.service.ts': "import type { Run } from '../coverage/coverage.repository.ts'" },
  },
  {
    name: 'no domain and nothing below it imports wiring, app, the doors or the commands',
    find: each(
      (path) => /^server\/[^/]+\//.test(path) && !inFolder('server/commands/')(path),
      ({ target }) => ['server/wiring.ts', 'server/app.ts', ...doors].includes(target) || inFolder('server/commands/')(target),
    ),
    offending: { 'server/tiles/tiles.service.ts': "import { createService } from '../wiring.ts'" },
  },
  {
    name: 'db imports no domain',
    find: each(inFolder('server/db/'), ({ target }) => domainOf(target) !== undefined),
    offending: { 'server/db/schema.ts': "import type { Run } from '../coverage/coverage.repository.ts'" },
  },
  {
    name: 'a repository imports no service, job or route, and a service no route',
    find: each(
      (path) => /\.(repository|service|job)\.ts$/.test(path),
      ({ target }, path) =>
        (path.endsWith('.repository.ts') ? /\.(service|job|routes|middleware)\.ts$/ : /\.(routes|middleware)\.ts$/).test(target),
    ),
    offending: {
      'server/tiles/tiles.repository.ts': "import type { TilesService } from './tiles.service.ts'",
      'server/tiles/tiles.service.ts': "import { tilesRoutes } from './tiles.routes.ts'",
    },
  },
  {
    name: 'migrations are imported by db/migrate.ts alone',
    find: each(
      (path) => path !== 'server/db/migrate.ts',
      ({ target }, path) => inFolder('server/db/migrations/')(target) && !inFolder('server/db/migrations/')(path),
    ),
    offending: { 'server/regions/regions.service.ts': "import { up } from '../db/migrations/0001_initial.ts'" },
  },
  {
    name: 'the environment is read in config.ts alone, and passed on by the doors and the commands',
    find: eachNode((path) => path !== 'server/config.ts' && !doors.includes(path) && !inFolder('server/commands/')(path), isProcess('env')),
    offending: { 'server/tiles/tiles.service.ts': 'export const size = process.env.SIZE' },
  },
  {
    name: 'only the doors end the process',
    find: eachNode((path) => !doors.includes(path), isProcess('exit')),
    offending: { 'server/tiles/tiles.service.ts': 'export const stop = () => process.exit(1)' },
  },
  {
    name: 'the client imports nothing of the server but its contract',
    find: each(inFolder('client/'), ({ target }) => inFolder('server/')(target) && !inFolder('server/contract/')(target)),
    offending: { 'client/a.ts': "import { b } from '../server/core/b.ts'" },
  },
  {
    name: 'the server imports nothing of the client',
    find: each(inFolder('server/'), ({ target }) => inFolder('client/')(target)),
    offending: { 'server/a.ts': "import type { B } from '../client/b.ts'" },
  },
  {
    name: 'no imports go round in a circle',
    find: (modules) => findCircles(modules, ({ typeOnly }) => !typeOnly),
    offending: { 'server/a.ts': "import { b } from './b.ts'", 'server/b.ts': "export * from './a.ts'" },
  },
  {
    name: 'no imports go round in a circle, not even those of types',
    find: (modules) => findCircles(modules, () => true),
    offending: {
      'server/a.ts': "import { b } from './b.ts'",
      'server/b.ts': "import type { C } from './c.ts'",
      'server/c.ts': "export { a } from './a.ts'",
    },
  },
  {
    name: 'every import of our own leads to a file that exists',
    find: (modules) =>
      each(
        () => true,
        ({ target }) => /^(server|client)\//.test(target) && /\.tsx?$/.test(target) && !modules.some(({ path }) => path === target),
      )(modules),
    offending: { 'server/a.ts': "import { b } from './b.ts'" },
  },
  {
    name: 'exports have names',
    find: eachNode(
      (path) => path !== 'client/vite.config.ts',
      (node) =>
        ts.isExportAssignment(node) ||
        (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true),
    ),
    offending: { 'client/a.tsx': 'export default function A() { return null }', 'client/b.ts': 'export default 1' },
  },
  {
    name: 'no file is a barrel that only passes on what others export',
    find: (modules) =>
      modules.flatMap(({ path, source }) => {
        const statements = source.statements.filter((statement) => !ts.isImportDeclaration(statement))
        return statements.length > 0 && statements.every((statement) => ts.isExportDeclaration(statement)) ? [path] : []
      }),
    offending: { 'server/tiles/index.ts': "export * from './tiles.service.ts'" },
  },
  {
    name: `no file is longer than ${longestFile} lines without a reason`,
    find: (modules) =>
      modules.flatMap(({ path, text }) => {
        const lines = text.trimEnd().split('\n').length
        return lines > longestFile && !Object.hasOwn(longFiles, path) ? [`${path} has ${lines} lines`] : []
      }),
    offending: { 'server/a.ts': '//\n'.repeat(longestFile + 1) },
  },
]

describe('the architecture', () => {
  const modules = readModules()

  it('is read from more than a hundred files', () => {
    expect(modules.length).toBeGreaterThan(100)
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(modules.length)
  })

  it('has a reason for every long file, and no reason for a short one', () => {
    const long = modules.filter(({ text }) => text.trimEnd().split('\n').length > longestFile).map(({ path }) => path)
    expect(Object.keys(longFiles).filter((path) => !long.includes(path))).toEqual([])
  })

  for (const rule of rules) {
    it(rule.name, () => {
      expect(rule.find(modules)).toEqual([])
    })
  }
})

describe('the rules can fail', () => {
  for (const { name, find, offending } of rules) {
    it(`${name}: an offence is found`, () => {
      const modules = Object.entries(offending).map(([path, text]) => parseModule(path, text))
      const found = find(modules)
      for (const { path } of modules)
        expect(
          found.some((breach) => breach.includes(path)),
          path,
        ).toBe(true)
    })
  }

  it('imports are seen in every form they have', () => {
    const forms = [
      "import './a.ts'",
      "import a from './a.ts'",
      "import { a } from './a.ts'",
      "import * as a from './a.ts'",
      "import type { A } from './a.ts'",
      "import { type A } from './a.ts'",
      "export * from './a.ts'",
      "export { a } from './a.ts'",
      "const a = await import('./a.ts')",
      "const a = require('./a.ts')",
      "type A = import('./a.ts').A",
    ]
    for (const form of forms)
      expect(
        parseModule('server/x.ts', form).imports.map(({ target }) => target),
        form,
      ).toEqual(['server/a.ts'])
    const types = ["import type { A } from './a.ts'", "import { type A } from './a.ts'", "type A = import('./a.ts').A"]
    for (const form of types) expect(parseModule('server/x.ts', form).imports[0].typeOnly, form).toBe(true)
    expect(parseModule('server/x.ts', "import { type A, b } from './a.ts'").imports[0].typeOnly).toBe(false)
  })

  it('a builtin of Node is no package of core, with or without its prefix', () => {
    for (const name of ['node:fs', 'fs']) {
      const builtin = parseModule('server/core/a.ts', `import { readFileSync } from '${name}'`)
      expect(rules[0].find([builtin])).toHaveLength(1)
    }
    expect(corePackages.filter((name) => builtinModules.includes(name))).toEqual([])
  })
})

function inFolder(folder: string): (path: string) => boolean {
  return (path) => path.startsWith(folder)
}

function domainOf(path: string): string | undefined {
  const folder = /^server\/([^/]+)\//.exec(path)?.[1]
  return folder !== undefined && domainOrder.includes(folder) ? folder : undefined
}

function each(where: (path: string) => boolean, isBreach: (one: Import, path: string) => boolean): Rule['find'] {
  return (modules) =>
    modules
      .filter(({ path }) => where(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter((one) => isBreach(one, path))
          .map(({ target, typeOnly }) => `${path} imports ${typeOnly ? 'types of ' : ''}${target}`),
      )
}

function eachNode(where: (path: string) => boolean, isBreach: (node: ts.Node) => boolean): Rule['find'] {
  return (modules) =>
    modules
      .filter(({ path }) => where(path))
      .flatMap(({ path, source }) => {
        const found: string[] = []
        visit(source, (node) => {
          if (isBreach(node)) found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
        })
        return found
      })
}

function isProcess(property: string): (node: ts.Node) => boolean {
  return (node) =>
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'process' &&
    node.name.text === property
}
