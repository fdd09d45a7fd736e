import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { systemActor } from '../../server/auth/actor.ts'
import { findImportKind } from '../../server/core/imports/kinds.ts'
import { openDatabase } from '../../server/db/open.ts'
import type { DataSource, Db } from '../../server/db/schema.ts'
import { examineImport } from '../../server/imports/examine-import.ts'
import { planners } from '../../server/imports/planners.ts'
import { storeImport } from '../../server/imports/store-import.ts'
import { insertRegion } from '../../server/regions/regions.repository.ts'
import { insertVersion } from '../../server/versions/versions.repository.ts'
import { startCluster } from '../../test/postgres-cluster.ts'
import { figureOf, type Figure } from './figures.ts'

const county = 999002
const areaCount = 100_000
/** A grid of streets: 2 × 708 × 707 edges of some 40 m. */
const streets = 708

/**
 * From a file to committed records: a ledger of 100,000 areas (target < 60 s, < 1 GB) and a million edges (< 90 s), on
 * PostgreSQL, as official records are kept, and on the embedded engine, which alone takes some 900 MB of the process.
 */
export async function benchImport(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'yiquan-bench-import-'))
  const cluster = await startCluster()
  try {
    const ledger = await writeLedger(join(directory, 'areas.xlsx'))
    const roads = await writeRoads(join(directory, 'roads.geojson'))
    const figures: Figure[] = []
    const databases = { postgres: { engine: 'postgres', connectionString: cluster.connectionString }, embedded: { engine: 'embedded', dataDirectory: join(directory, 'db') } } as const
    for (const [engine, config] of Object.entries(databases)) {
      const handle = await openDatabase(config)
      try {
        await prepareCounty(handle.db)
        figures.push(await importOnce(handle.db, engine, 'residential_areas', ledger), await importOnce(handle.db, engine, 'roads', roads))
      } finally {
        await handle.close()
      }
    }
    return figures
  } finally {
    await cluster.stop()
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function importOnce(db: Db, engine: string, kindName: string, path: string): Promise<Figure> {
  const kind = findImportKind(kindName)!
  const options = { crs: 'EPSG:4490', map: [], answers: {}, acceptRows: true, replace: false }
  const { signal } = new AbortController()
  const before = treeMegabytes()
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, treeMegabytes())), 50)
  const start = performance.now()
  const examined = await examineImport(db, county, kind, planners[kind.id], { path, name: 'bench' }, options, '2026-01-01', signal)
  const { plan, report } = examined
  if (!plan) throw new Error(`expected the bench's file to be sound, got ${report.outcome}: ${JSON.stringify([report.questions, report.problems.slice(0, 3)])}`)
  const read = performance.now() - start
  const task = { countyCode: county, kind: kind.id, fileName: 'bench', actor: systemActor, options, jobId: 'bench' }
  await db.transaction().execute((tx) => storeImport(tx, task, examined, plan, new Date(), signal))
  const took = performance.now() - start
  clearInterval(watch)
  const edges = kindName === 'roads' ? await db.selectFrom('road_networks').select('edge_count').executeTakeFirst() : undefined
  const note = `examined after ${Math.round(read)} ms; ${JSON.stringify({ ...plan.changes, edges: edges?.edge_count })}; resident ${before} MB before, ${peak} MB at the peak, the reader's process included`
  return figureOf(`import.${kindName}.${engine}`, [took], note)
}

/** Resident memory of this process and its children, by Linux' own account. */
function treeMegabytes(): number {
  const resident = (pid: number | string): number => {
    try {
      return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1024 ** 2
    } catch {
      return 0
    }
  }
  const children = readdirSync('/proc/self/task').flatMap((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean)
    } catch {
      return []
    }
  })
  return Math.round(children.reduce((sum, pid) => sum + resident(pid), resident('self')))
}

async function writeLedger(path: string): Promise<string> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path })
  const sheet = book.addWorksheet('小区台账')
  sheet.addRow(['编码', '小区名称', '规划户数', '竣工户数', '入住户数', '常住人口', '竣工日期', '经度', '纬度']).commit()
  for (let i = 0; i < areaCount; i++) {
    const [column, row] = [i % 400, Math.floor(i / 400)]
    sheet.addRow([`B${i}`, `示例小区${i}`, 200 + (i % 900), 200 + (i % 900), 100 + (i % 100), 300, '2015-06-01', 100.01 + column * 0.0012, 30.01 + row * 0.0012]).commit()
  }
  await book.commit()
  return path
}

/** One line a street, as long as the town: readers take 300,000 features at most, and the network parts lines where they meet. */
async function writeRoads(path: string): Promise<string> {
  const at = (column: number, row: number) => [100.01 + column * 0.0004, 30.01 + row * 0.0004].map((value) => Number(value.toFixed(6)))
  const along = Array.from({ length: streets }, (_, i) => i)
  const line = (coordinates: number[][]) => ({ type: 'Feature', properties: { highway: 'residential' }, geometry: { type: 'LineString', coordinates } })
  const features = along.flatMap((i) => [line(along.map((column) => at(column, i))), line(along.map((row) => at(i, row)))])
  await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }))
  return path
}

async function prepareCounty(db: Db): Promise<void> {
  const source: DataSource = { origin: 'bench', licence: 'bench', crs: 'EPSG:4490', date: null, file: null, sha256: null, synthetic: true, assumptions: [] }
  const ring = [[100, 30], [100.6, 30], [100.6, 30.6], [100, 30.6], [100, 30]]
  await db.transaction().execute(async (tx) => {
    const boundary = { type: 'Polygon' as const, coordinates: [ring] }
    await insertRegion(tx, { code: county, name: '示例县', nameEn: 'Sample', level: 'county', parentCode: null, validFrom: '2020-01-01', source, boundary })
    const version = { countyCode: county, kind: 'units' as const, version: 1, action: 'sample' as const, restoredVersion: null, dataDate: null }
    await insertVersion(tx, { ...version, rowCount: 0, contentHash: 'x', sources: [source], actorId: 'system', at: new Date() })
  })
}
