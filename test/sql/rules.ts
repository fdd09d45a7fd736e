import { tablePlacement, type TableName } from '../../server/db/tables.ts'

/**
 * What can be said soundly about a compiled statement's text (scale.md, rules 6–11): a breach that is reported is one;
 * rules about what a query means (county by county locking, who reads unpublished runs) are not decided here.
 */
export interface NamedSql {
  name: string
  sql: string
}

export interface Breach {
  name: string
  rule: number
  message: string
}

export function findBreaches(statements: readonly NamedSql[]): Breach[] {
  return statements.flatMap(({ name, sql }) => {
    const text = withoutLiterals(sql).toLowerCase().replace(/\s+/g, ' ')
    return rules.flatMap(({ rule, find }) => find(text).map((message) => ({ name, rule, message })))
  })
}

interface Rule {
  rule: number
  find(text: string): string[]
}

const volatile =
  'now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|gen_random_uuid|nextval|setval|uuid_generate_v\\d\\w*'
const volatileCall = new RegExp(`\\b(?:(?:${volatile}) ?\\(|current_timestamp\\b|current_date\\b|localtimestamp\\b)`)
const distributed = (Object.keys(tablePlacement) as TableName[]).filter((table) => tablePlacement[table] === 'distributed')

const rules: Rule[] = [
  {
    rule: 6,
    find: (text) => (text.includes('current_setting') ? ['access through current_setting'] : []),
  },
  {
    rule: 7,
    find: (text) =>
      clausesAfter(text, /(?<!for |no key |do )\bupdate (?=[^ ]+ (?:as )?(?:[^ ]+ )?set )/g)
        .filter((clause) => volatileCall.test(clause))
        .map(() => 'volatile function in an update'),
  },
  {
    rule: 7,
    find: (text) =>
      clausesAfter(text, /\bdo update set /g)
        .filter((clause) => volatileCall.test(clause))
        .map(() => 'now() or another volatile function in do update: use excluded'),
  },
  { rule: 7, find: (text) => (/\bmerge into\b/.test(text) ? ['merge'] : []) },
  {
    rule: 7,
    find: (text) =>
      clausesAfter(text, /\bvalues (?=\()/g)
        .filter((clause) => /\( ?select\b/.test(clause.split(/\bon conflict\b|\breturning\b/)[0]))
        .map(() => 'subquery in values'),
  },
  { rule: 8, find: findUncountiedJoins },
  {
    rule: 9,
    find: (text) => (/\bst_asmvt ?\(/.test(text) && !/ as materialized \(/.test(text) ? ['ST_AsMVT without a materialized CTE'] : []),
  },
  {
    rule: 9,
    find: (text) => (/\b(?:row_to_json|to_jsonb?) ?\( ?(?:"?\w+"?) ?\)/.test(text) ? ['a row turned to JSON: use json_build_object'] : []),
  },
  {
    rule: 10,
    find: (text) =>
      [...text.matchAll(/\b(sum|avg) ?\(/g)]
        .filter(({ index, 0: call }) => !/^\)(?: ?filter ?\([^)]*\))? ?::float8/.test(text.slice(closing(text, index + call.length))))
        .map(([, name]) => `${name} without ::float8`),
  },
  {
    rule: 11,
    find: (text) =>
      ['st_estimatedextent', 'reltuples', 'pg_relation_size', 'pg_total_relation_size', 'pg_table_size']
        .filter((word) => text.includes(word))
        .map((word) => `${word} of a distributed table`),
  },
]

/** One select's tables: with two or more distributed ones, each must be tied to another by county_code or to one county. */
function findUncountiedJoins(text: string): string[] {
  return selectScopes(text).flatMap((scope) => {
    const tables = [...scope.matchAll(/\b(?:from|join|,) ?(?:only )?"?(\w+)"?(?: as)?(?: "?(\w+)"?)?/g)]
      .map(([, table, alias]) => ({ table, alias: alias && !keywords.has(alias) ? alias : table }))
      .filter(({ table }) => (distributed as string[]).includes(table))
    if (tables.length < 2) return []
    const untied = tables.filter(({ alias }) => !tie(alias).test(scope))
    return untied.map(({ table }) => `join of ${table} without county_code equality`)
  })
}

const keywords = new Set([
  'where',
  'on',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'join',
  'order',
  'group',
  'using',
  'limit',
  'set',
  'for',
  'union',
  'natural',
  'lateral',
  'returning',
  'having',
  'offset',
  'window',
  'except',
  'intersect',
])

/** `a.county_code = …`, `… = a.county_code`, or both sides named by `using (county_code …)`. */
function tie(alias: string): RegExp {
  const column = `"?${alias}"?\\."?county_code"?`
  return new RegExp(`${column} ?= ?[^=]|= ?${column}(?!\\w)|using ?\\([^)]*"?county_code"?[^)]*\\)`)
}

/** The text of each parenthesised level on its own, deeper levels blanked out. */
function selectScopes(text: string): string[] {
  const scopes: string[] = []
  const open: string[] = ['']
  for (const character of text) {
    if (character === '(') open.push('')
    else if (character === ')' && open.length > 1) {
      const inner = open.pop() ?? ''
      scopes.push(inner)
      open[open.length - 1] += /\bselect\b/.test(inner) ? '()' : `(${inner})`
    } else open[open.length - 1] += character
  }
  return [...scopes.filter((scope) => /\bselect\b/.test(scope)), open[0]]
}

/** From each match to the end of its parenthesis, or of the text. */
function clausesAfter(text: string, start: RegExp): string[] {
  return [...text.matchAll(start)].map(({ index, 0: matched }) => text.slice(index, closing(text, index + matched.length)))
}

/** Where the parenthesis ends that is open at a place; the text's end where none is. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth < 0) return at
  }
  return text.length
}

function withoutLiterals(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''")
}
