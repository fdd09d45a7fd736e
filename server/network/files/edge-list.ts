import { parse } from 'csv-parse/sync'
import { createRoadBuilder } from '../../core/network/road-builder.ts'
import { refuse, type InputRefused, type Problem } from '../../core/problems.ts'
import { createProblemList, createReport, type ProblemList, type ReadOptions, type RoadsRead } from './road-report.ts'
import { lineBatches, type RoadSource } from './road-source.ts'

interface Columns {
  separator: string
  u: number
  v: number
  lengthMetres: number
}

/**
 * Reads a bare network: one undirected edge a row, columns u, v and length_m, other columns ignored. Node labels
 * are texts; nodes have no coordinates, and lengths are taken as given.
 */
export async function readEdgeList(source: RoadSource, options: ReadOptions = {}): Promise<RoadsRead> {
  const report = createReport('edge-list')
  const problems = createProblemList()
  const builder = createRoadBuilder({ keepNodeIds: true })
  const indexOfNode = new Map<string, number>()
  let columns: Columns | undefined
  let row = 0

  function nodeIndex(label: string): number {
    const known = indexOfNode.get(label)
    if (known !== undefined) return known
    const index = builder.node(NaN, NaN, label)
    indexOfNode.set(label, index)
    return index
  }

  for await (const lines of lineBatches(source)) {
    options.signal?.throwIfAborted()
    for (const line of lines) {
      row++
      if (line.trim() === '' || (row === 1 && /^sep=.$/i.test(line))) continue
      if (!columns) {
        columns = readHeader(line)
        continue
      }
      report.ways++
      const edge = readEdge(line, columns, row, problems)
      if (edge) builder.edge(nodeIndex(edge.u), nodeIndex(edge.v), { lengthMetres: edge.lengthMetres })
    }
  }
  if (!columns) throw missingColumns(['u', 'v', 'length_m'])
  problems.throwIfAny()
  report.walkableWays = report.ways
  report.assumptions.push({
    zh: '边表没有道路类型，全部视为可步行；长度按表中所给，双向通行',
    en: 'An edge list carries no road classes: all edges are walkable, both ways, at the lengths given',
  })
  return { roads: builder.finish(), report }
}

/** The column of each needed name, whatever its case; undefined where the header lacks one. */
export function findColumns(header: string): Columns | undefined {
  for (const separator of [',', ';', '\t']) {
    const names = split(header.replace(/^\uFEFF/, ''), separator).map((name) => name.trim().toLowerCase())
    const columns = { separator, u: names.indexOf('u'), v: names.indexOf('v'), lengthMetres: names.indexOf('length_m') }
    if (columns.u >= 0 && columns.v >= 0 && columns.lengthMetres >= 0) return columns
  }
  return undefined
}

function readHeader(line: string): Columns {
  const columns = findColumns(line)
  if (!columns) {
    const names = line.toLowerCase().split(/[,;\t，；"\s]+/)
    throw missingColumns(['u', 'v', 'length_m'].filter((name) => !names.includes(name)))
  }
  const names = split(line.replace(/^\uFEFF/, ''), columns.separator).map((name) => name.trim().toLowerCase())
  for (const name of ['u', 'v', 'length_m']) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw doubledColumn(name)
  }
  return columns
}

function readEdge(line: string, columns: Columns, row: number, problems: ProblemList) {
  const cells = split(line, columns.separator)
  const u = cells[columns.u]?.trim() ?? ''
  const v = cells[columns.v]?.trim() ?? ''
  const lengthText = cells[columns.lengthMetres]?.trim() ?? ''
  const lengthMetres = numberPattern.test(lengthText) ? Number(lengthText) : NaN
  const before = [u === '' && 'u', v === '' && 'v'].filter((column) => column !== false)
  for (const column of before) problems.add(badCell(row, column, '', '缺少节点编号', 'has no node label'))
  if (Number.isFinite(lengthMetres)) return before.length === 0 ? { u, v, lengthMetres } : undefined
  problems.add(
    badCell(
      row,
      'length_m',
      lengthText,
      '长度不是零或正数（米）',
      'has a length that is not zero or a positive number of metres',
    ),
  )
  return undefined
}

/** Plain decimals: no sign, no thousands separators, no NaN or Infinity. */
const numberPattern = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Quoting is rare in edge lists and dear to parse, so only lines with a quotation mark pay for it. */
function split(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator)
  const records: string[][] = parse(line, { delimiter: separator, relax_quotes: true, skip_records_with_error: true })
  return records[0] ?? []
}

function badCell(row: number, column: string, value: string, zh: string, en: string): Problem {
  return {
    code: column === 'length_m' ? 'EDGE_LENGTH' : 'EDGE_NODE',
    severity: 'error',
    message: { zh: `第 ${row} 行${zh}`, en: `Row ${row} ${en}` },
    row,
    column,
    value: value.slice(0, 200),
  }
}

function missingColumns(names: string[]): InputRefused {
  const list = names.join(', ')
  return refuse(
    'EDGE_COLUMNS',
    `边表缺少列：${list}（或分隔符不是逗号）`,
    `The edge list lacks columns: ${list} (or is not separated by commas)`,
    {
      row: 1,
      column: list,
      fix: {
        zh: '首行应为 u,v,length_m：起点、终点、长度（米），以半角逗号分隔',
        en: 'The first row must name u,v,length_m: from, to, length in metres, separated by commas',
      },
    },
  )
}

function doubledColumn(name: string): InputRefused {
  return refuse('EDGE_COLUMNS', `边表有两个同名的列：${name}`, `The edge list has two columns named ${name}`, {
    row: 1,
    column: name,
    fix: { zh: '请只保留一列', en: 'Keep only one of them' },
  })
}
