import type { UnitSummaryRow } from '../../server/contract/run-details.ts'
import type { PlaceRow } from '../../server/contract/tables.ts'

/** One scope with its rows under each limit, ascending. */
export interface UnitNode {
  id: string
  name: UnitSummaryRow['name']
  level: string | null
  parentId: string | null
  byLimit: UnitSummaryRow[]
  children: UnitNode[]
}

export interface UnitTree {
  /** The county or the study area; undefined where the run has none. */
  whole: UnitNode | undefined
  classes: UnitNode[]
  /** Units whose parent has no summary of its own: townships and streets. */
  roots: UnitNode[]
  byId: ReadonlyMap<string, UnitNode>
}

/** The flat list of summaries as whole → township → community or village. */
export function buildUnitTree(rows: readonly UnitSummaryRow[]): UnitTree {
  const nodes = new Map<string, UnitNode & { scope: UnitSummaryRow['scope'] }>()
  for (const row of rows) {
    const key = `${row.scope}:${row.scopeId}`
    const node = nodes.get(key)
    if (node) node.byLimit.push(row)
    else nodes.set(key, { scope: row.scope, id: row.scopeId, name: row.name, level: row.level, parentId: row.parentId, byLimit: [row], children: [] })
  }
  const all = [...nodes.values()]
  for (const node of all) node.byLimit.sort((a, b) => a.limitMetres - b.limitMetres)
  const units = all.filter((node) => node.scope === 'unit')
  const byId = new Map<string, UnitNode>(units.map((unit) => [unit.id, unit]))
  const roots: UnitNode[] = []
  for (const unit of units) {
    const parent = unit.parentId === null ? undefined : byId.get(unit.parentId)
    if (parent) parent.children.push(unit)
    else roots.push(unit)
  }
  const whole = all.find((node) => node.scope === 'study_area') ?? all.find((node) => node.scope === 'county')
  return { whole, classes: all.filter((node) => node.scope === 'place_class'), roots, byId }
}

/** From the township down to the unit itself. */
export function pathTo(tree: UnitTree, id: string): UnitNode[] {
  const path: UnitNode[] = []
  for (let node = tree.byId.get(id); node && !path.includes(node); node = node.parentId === null ? undefined : tree.byId.get(node.parentId)) {
    path.unshift(node)
  }
  return path
}

/** The summary under the run's own limit, else under the highest there is. */
export function summaryAt(node: UnitNode, limitMetres: number): UnitSummaryRow {
  return node.byLimit.find((row) => row.limitMetres === limitMetres) ?? node.byLimit[node.byLimit.length - 1]
}

/** Whether a place belongs to a unit or to one below it; a village that is a place itself belongs to itself. */
export function belongsTo(tree: UnitTree, id: string): (row: Pick<PlaceRow, 'id' | 'unitId' | 'communityId'>) => boolean {
  const ids = new Set<string>()
  const collect = (unitId: string) => {
    if (ids.has(unitId)) return
    ids.add(unitId)
    for (const child of tree.byId.get(unitId)?.children ?? []) collect(child.id)
  }
  collect(id)
  return (row) => [row.id, row.unitId, row.communityId].some((own) => own !== null && ids.has(own))
}

type Bounds = [number, number, number, number]
/** About 300 m: one place alone still gets some land around it. */
const leastDegrees = 0.003

/** A box around located places, with a margin; undefined where none is located. */
export function boundsOf(rows: readonly Pick<PlaceRow, 'location'>[]): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { location } of rows) {
    if (!location) continue
    west = Math.min(west, location[0])
    south = Math.min(south, location[1])
    east = Math.max(east, location[0])
    north = Math.max(north, location[1])
  }
  if (west > east) return undefined
  const [marginLon, marginLat] = [Math.max(leastDegrees, (east - west) * 0.1), Math.max(leastDegrees, (north - south) * 0.1)]
  return [west - marginLon, south - marginLat, east + marginLon, north + marginLat]
}
