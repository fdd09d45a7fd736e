import { listSitesByDevelopmentBoundary } from '../../ledgers/development-boundaries.repository.ts'
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

/**
 * Inside, outside or across 城镇开发边界, with the m² inside where the site's boundary is given. No plan of ours forbids what
 * lies outside (a village's own sites do), so that it is a warning for what is newly built; a plan that names the boundary is cited.
 */
export async function checkDevelopmentBoundary({ tx, countyCode, versions, sites, packs }: Question, shapes: readonly SiteShape[]): Promise<Checks> {
  const version = versions.development_boundary
  const sides = version === undefined ? [] : await listSitesByDevelopmentBoundary(tx, countyCode, version, shapes)
  return sites.map((site, index): Check[] => {
    const pack = packs[index]
    const rule = pack?.rules.find(({ quote }) => quote.includes('开发边界'))
    const head = { id: 'development_boundary' as const, title: say('城镇开发边界', 'Urban development boundary'), layer: 'development_boundary', clause: clauseOf(pack, rule && { rule }), value: null }
    const found = sides.find((one) => one.index === index)
    if (!found) return [{ ...head, outcome: 'unknown', finding: say('尚未导入城镇开发边界，无法判断', 'The urban development boundary was never loaded') }]
    const { side } = found
    const [insideM2, outsideM2] = [found.insideM2, found.outsideM2].map((areaM2) => areaM2 && Math.round(areaM2 * 100) / 100)
    const value = insideM2 === null ? null : { number: insideM2, unit: 'm2' }
    const places = {
      inside: say('位于城镇开发边界内', 'Inside the urban development boundary'),
      outside: say('位于城镇开发边界外', 'Outside the urban development boundary'),
      both: say('跨城镇开发边界', 'Across the urban development boundary'),
    }
    const areas = insideM2 === null ? say('（按点位，未给出用地范围）', ' (by its point: no boundary of the site given)') : say(`：边界内 ${insideM2} m²，边界外 ${outsideM2} m²`, `: ${insideM2} m² inside, ${outsideM2} m² outside`)
    const silent = side === 'inside' || !pack || rule ? say('', '') : say('；规划条文未提城镇开发边界，须由自然资源部门核定', '; no clause of the plan names the boundary: the land authority decides')
    const finding = say(`${places[side].zh}${areas.zh}${silent.zh}`, `${places[side].en}${areas.en}${silent.en}`)
    return [{ ...head, outcome: side === 'inside' || site.build === 'convert' ? 'pass' : 'warning', value, finding }]
  })
}
