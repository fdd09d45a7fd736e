import type { StartOptimisation } from '../contract/optimisations.ts'
import type { Bilingual } from '../contract/common.ts'
import { gridPoints, mergeDuplicates, thinNodes, type Candidate } from '../core/siting/candidates.ts'
import { openGraph } from '../core/network/graph-file.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import type { CountyForSiting } from './county.ts'
import { listFreeParcels } from './parcels.repository.ts'
import { amount, listNames, say } from './words.ts'

/** Searches, checks and models all grow with them. */
const mostCandidates = 10_000
const nodeSpacingMetres = 200

export interface ListedCandidates {
  candidates: Candidate[]
  /** Given points outside the county, to be shown among the excluded. */
  outside: Candidate[]
  notes: Bilingual[]
}

/** Where a site could open: idle premises, free parcels, a grid, nodes of the network, points of the user's own. */
export async function listCandidates(db: Db | Tx, countyCode: number, versions: Readonly<Record<string, number>>, county: CountyForSiting, wish: StartOptimisation['candidates'], newFloorAreaM2: number | null): Promise<ListedCandidates> {
  const notes: Bilingual[] = []
  const found: Candidate[] = []
  const bare = { refId: null, floorAreaM2: newFloorAreaM2, landAreaM2: null, landUse: null, unitId: null }
  if (wish.premises) found.push(...premisesOf(county, versions.premises !== undefined, notes))
  if (wish.parcels) {
    if (versions.parcels === undefined) notes.push(say('没有地块台账，未取地块为候选点', 'There is no ledger of parcels: none is a candidate'))
    else {
      for (const parcel of await listFreeParcels(db, countyCode, versions.parcels)) {
        const { id, parcelCode, landUse, areaM2, lon, lat } = parcel
        found.push({ ...bare, id: `parcel-${id}`, source: 'parcel', refId: id, name: `地块 ${parcelCode}`, lon, lat, landUse, landAreaM2: areaM2 === null ? null : Number(areaM2) })
      }
    }
  }
  if (wish.gridMetres !== undefined) {
    gridPoints(county.region.coordinates, wish.gridMetres, county.isInside).forEach(([lon, lat], i) => {
      found.push({ ...bare, id: `grid-${i + 1}`, source: 'grid', name: `网格点 ${i + 1}`, lon, lat })
    })
    notes.push(say(`网格点间距 ${wish.gridMetres} m，只取行政区（片区）内`, `Grid points stand ${wish.gridMetres} m apart, inside the county (study area) only`))
  }
  if (wish.nodes && county.graph) {
    const graph = openGraph(county.graph)
    for (const node of thinNodes(graph, county.region.coordinates, nodeSpacingMetres, county.isInside)) {
      found.push({ ...bare, id: `node-${node}`, source: 'node', name: `路网节点 ${node}`, lon: graph.nodeLon[node], lat: graph.nodeLat[node] })
    }
  } else if (wish.nodes) notes.push(say('没有路网数据，未取路网节点为候选点', 'There is no road data: no node of the network is a candidate'))
  for (const { id, name, location } of wish.points) {
    found.push({ ...bare, id: `point-${id}`, source: 'point', name, lon: location[0], lat: location[1] })
  }
  if (found.length > mostCandidates) {
    throw new AppError('BAD_REQUEST', `候选点有 ${found.length} 个，最多 ${mostCandidates} 个：请加大网格间距或减少来源`, `${found.length} candidates, at most ${mostCandidates}: widen the grid, or take fewer sources`)
  }
  refuseRepeatedIds(wish.points)
  const { kept, merged } = mergeDuplicates(found)
  const given = merged.filter(({ candidate }) => candidate.source !== 'grid' && candidate.source !== 'node')
  if (merged.length > 0) {
    const words = listNames(given.map(({ candidate, into }) => `${candidate.name} = ${into.name}`))
    notes.push(say(`${amount(merged.length)} 个候选点与另一个位置相同，已合并${words && `（${words}）`}`, `${amount(merged.length)} candidates share the place of another and were merged${words && ` (${words})`}`))
  }
  const isIn = ({ lon, lat }: Candidate) => county.isInside(lon, lat)
  return { candidates: kept.filter(isIn), outside: kept.filter((one) => !isIn(one)), notes }
}

function premisesOf(county: CountyForSiting, hasLedger: boolean, notes: Bilingual[]): Candidate[] {
  if (!hasLedger) notes.push(say('没有闲置用房台账，未取闲置用房为候选点', 'There is no ledger of idle premises: none is a candidate'))
  const idle = county.premises.filter(({ status }) => status === 'idle')
  const lost = idle.filter(({ lon, lat }) => lon === null || lat === null)
  if (lost.length > 0) {
    const words = listNames(lost.map(({ name }) => name))
    notes.push(say(`${lost.length} 处闲置用房没有位置，不能作候选点（${words}）`, `${lost.length} idle premises have no place and cannot be candidates (${words})`))
  }
  return idle.flatMap(({ id, name, unitId, floorAreaM2, landAreaM2, lon, lat }): Candidate[] => {
    if (lon === null || lat === null) return []
    const number = (text: string | null) => (text === null ? null : Number(text))
    return [{ id: `premises-${id}`, source: 'premises', refId: id, name, lon, lat, unitId, floorAreaM2: number(floorAreaM2), landAreaM2: number(landAreaM2), landUse: null }]
  })
}

function refuseRepeatedIds(points: StartOptimisation['candidates']['points']): void {
  const seen = new Set<string>()
  for (const { id } of points) {
    if (seen.has(id)) throw new AppError('BAD_REQUEST', `候选点编号 ${id} 重复`, `The candidate id ${id} stands twice`)
    seen.add(id)
  }
}
