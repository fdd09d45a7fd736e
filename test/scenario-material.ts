import type { PeopleSum } from '../server/contract/what-if.ts'
import type { PlaceResult, Run } from '../server/coverage/coverage.repository.ts'
import type { Material, Site } from '../server/reports/material.ts'

export const people = (places: number, residents: number, elders: number, households: number): PeopleSum => ({ places, residents, residents60Plus: elders, residents80Plus: 0, households, missing: 0 })
const nobody = people(0, 0, 0, 0)
const nothing = { types: [], floorAreaM2: null, landAreaM2: null, beds: null, nursingBeds: null }
const blank = { from: null, township: '琴江镇', before: null, misfit: null, effect: null, circle: null, checks: null }
const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`

/** Two squares, the second with a hole: a ring that is drawn the wrong way round shows. */
const square = (west: number, south: number, size: number): [number, number][] => [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]

const sites: Site[] = [
  {
    ...blank,
    number: 1,
    change: { id: id(1), kind: 'add', name: '=1+1 示例站', location: [116.4327171, 26.4292908], facilityTypes: ['community_center'], note: '2024-01-01' },
    name: '=1+1 示例站',
    location: [116.4327171, 26.4292908],
    after: { types: ['community_center', 'meal_point'], floorAreaM2: 620.5, landAreaM2: null, beds: 30, nursingBeds: 12 },
    effect: { reason: null, limitMetres: 1000, accessMetres: 12.345, inCircle: people(3, 300, 47, 100), overlap: people(2, 200, 40, 70), gained: people(1, 100, 7, 30), lost: nobody, neighbours: [{ facilityId: id(9), name: '邻居', metres: 381.2 }] },
    circle: { shape: { type: 'MultiPolygon', coordinates: [[square(116.4, 26.4, 0.01)], [square(116.42, 26.4, 0.01), square(116.423, 26.403, 0.002).reverse()]] }, areaM2: 2_000_000.4, cellMetres: 12.01 },
  },
  {
    ...blank,
    number: 2,
    change: { id: id(2), kind: 'move', facilityId: id(8), location: [116.3298087, 26.30295] },
    name: '迁移的设施',
    location: [116.3298087, 26.30295],
    from: [116.3198087, 26.30295],
    before: { ...nothing, types: ['mutual_aid'], floorAreaM2: 200 },
    after: { ...nothing, types: ['mutual_aid'], floorAreaM2: 200 },
    effect: { reason: 'no_walkable_road', limitMetres: null, accessMetres: null, inCircle: nobody, overlap: nobody, gained: nobody, lost: people(2, 90, 30, 20), neighbours: [] },
  },
  { ...blank, number: 3, change: { id: id(3), kind: 'close', facilityId: id(7) }, name: '关停的<设施> & "引号"', location: [116.31, 26.31], before: { ...nothing, types: ['day_care'], beds: 9 }, after: nothing },
  { ...blank, number: 4, change: { id: id(4), kind: 'add', name: '界外', location: [110, 30], facilityTypes: ['day_care'] }, name: '界外', location: [110, 30], township: null, after: { ...nothing, types: ['day_care'] }, misfit: { zh: '位置在县（区）界外', en: 'the place lies outside the county' } },
]

const place = (placeId: string, name: string, lon: number, lat: number, elders: number): PlaceResult => ({ placeId, name, lon, lat, unitId: 'u1', residents: elders * 3, residents60Plus: elders, residents80Plus: 0, households: elders }) as PlaceResult

/** A county in zone 39 (middle 116.38°), one scenario with a change of each sort, and a run by road. */
export function scenarioMaterial(more: Partial<Material> = {}): Material {
  const run = { id: id(5), notes: [{ zh: '批次说明', en: 'note of the run' }], parameters: { method: 'network', methodLine: { zh: '步行路网 1000 m', en: 'walking network 1000 m' } }, data_date: '2024-12-31', input_versions: { facilities: 1 }, input_hash: 'aa', result_hash: 'bb' } as unknown as Run
  const scenario = { id: id(6), code: '360735', name: '示例方案', note: '', revision: 3, baseline: { facilities: 1 }, changes: sites.map(({ change }) => change), costYuan: null, createdBy: 'local', updatedAt: '2025-06-30T04:05:06.000Z', runs: [] } as unknown as Material['scenario']
  return {
    county: { code: '360735', name: '石城县', nameEn: 'Shicheng County', demo: true, bbox: [116.08, 25.95, 116.68, 26.6], attribution: ['来源'] },
    ...{ scenario, run, sites },
    total: { gained: people(1, 36, 12, 12), lost: people(1, 18, 6, 6), gainedPlaceIds: ['p1'], lostPlaceIds: ['p2'], indicators: [] } as unknown as Material['total'],
    places: new Map([['p1', place('p1', '新覆盖村', 116.43, 26.42, 12)], ['p2', place('p2', '小村', 116.32, 26.3, 6)]]),
    units: [{ id: 'u1', name: '琴江镇' }, { id: 'u2', name: '小松镇' }] as Material['units'],
    unitSums: [],
    ...more,
  }
}
