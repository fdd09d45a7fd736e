import { noteControlQuestion } from '../../ledgers/control-questions.ts'
import { listControlLayers, listShapeOverlaps } from '../../ledgers/control-areas.repository.ts'
import type { Actor } from '../../auth/actor.ts'
import type { Bilingual } from '../../contract/common.ts'
import type { ControlLayer } from '../../db/ledger-tables.ts'
import type { SitePlace, SiteShape } from '../site-checks.repository.ts'
import { say } from '../../core/indicators/words.ts'
import { clauseOf, findRule, type Check, type Checks, type Question } from './check.ts'

export function checkCounty(places: readonly SitePlace[]): Checks {
  const head = { id: 'inside_county' as const, title: say('位于本县（区）内', 'Inside the county'), layer: 'county_boundary', clause: null, value: null }
  return places.map(({ inCounty, townshipName }): Check[] => {
    if (inCounty === null) return [{ ...head, outcome: 'unknown', finding: say('没有本县（区）边界数据，无法判断', 'The county’s boundary is not known') }]
    if (!inCounty) return [{ ...head, outcome: 'veto', finding: say('全部或部分位于本县（区）边界之外', 'All or part of it lies outside the county’s boundary') }]
    return [{ ...head, outcome: 'pass', finding: say(`位于本县（区）内${townshipName ? `（${townshipName}）` : ''}`, `Inside the county${townshipName ? ` (${townshipName})` : ''}`) }]
  })
}

const layers: [ControlLayer, Bilingual][] = [
  ['permanent_basic_farmland', say('永久基本农田', 'permanent basic farmland')],
  ['ecological_redline', say('生态保护红线', 'ecological redline')],
  ['hazard', say('灾害危险区', 'hazard area')],
]

/**
 * One answer a layer: touched or not, and by how many m² where the site's boundary is given. Nothing else of a layer is
 * ever answered, and that it was asked is written down in the same transaction (domain.md, Controlled layers).
 */
export async function checkControlAreas({ tx, countyCode, versions, sites, packs }: Question, shapes: readonly SiteShape[], actor: Actor, at: Date): Promise<Checks> {
  const version = versions.control_areas
  const loaded = version === undefined ? [] : await listControlLayers(tx, countyCode, version)
  const overlaps = version === undefined ? [] : await listShapeOverlaps(tx, countyCode, version, [...shapes])
  if (version !== undefined) {
    const [first] = sites
    const id = sites.length === 1 ? first.location.join(',') : `${sites.length} sites`
    await noteControlQuestion(tx, actor, { countyCode, at, about: 'shape', id, controlAreasVersion: version, asked: sites.length })
  }
  return sites.map((site, index) =>
    layers.map(([layer, words]): Check => {
      const rule = findRule(packs[index], 'land_constraint', (compute) => compute.test === 'no_overlap' && compute.layer === layer)
      const head = { id: 'control_area' as const, title: say(`不占${words.zh}`, `Keeps clear of ${words.en}`), layer, clause: clauseOf(packs[index], rule), value: null }
      if (!loaded.includes(layer)) return { ...head, outcome: 'unknown', finding: say(`尚未导入${words.zh}图层，无法判断`, `The layer of ${words.en} was never loaded`) }
      const overlap = overlaps.find((one) => one.index === index && one.layer === layer)
      if (!overlap) return { ...head, outcome: 'pass', finding: say(`不触及${words.zh}`, `Does not touch ${words.en}`) }
      if (!site.boundary) return { ...head, outcome: 'veto', finding: say(`点位落在${words.zh}内（未给出用地范围，占用面积未知）`, `The point lies on ${words.en} (no boundary given, so the area is unknown)`) }
      const areaM2 = Math.round(overlap.areaM2 * 100) / 100
      return { ...head, outcome: 'veto', finding: say(`占用${words.zh} ${areaM2} m²`, `Touches ${words.en} by ${areaM2} m²`), value: { number: areaM2, unit: 'm2' } }
    }),
  )
}

/** No data of it is held yet. */
export function checkDevelopmentBoundary(sites: readonly unknown[]): Checks {
  return sites.map(() => [
    {
      ...{ id: 'development_boundary', outcome: 'unknown', layer: 'development_boundary', clause: null, value: null },
      title: say('城镇开发边界', 'Urban development boundary'),
      finding: say('没有城镇开发边界数据，无法判断', 'No data of the urban development boundary'),
    },
  ])
}
