import type { Actor } from '../auth/actor.ts'
import type { SiteCheck, SiteCheckReply } from '../contract/what-if.ts'
import type { Tx } from '../db/schema.ts'
import { listControlLayers, listShapeOverlaps } from '../ledgers/control-areas.repository.ts'
import { noteControlQuestion } from '../ledgers/control-questions.ts'
import { amount, say } from './words.ts'

type Check = SiteCheckReply['checks'][number]

/** Vetoes of sites under study, one reply a site: what the control layers say, and the land area asked for. */
export async function checkSites(tx: Tx, actor: Actor, countyCode: number, versions: Readonly<Record<string, number>>, sites: readonly SiteCheck[], at: Date): Promise<SiteCheckReply[]> {
  const version = versions.control_areas
  if (version !== undefined) await noteControlQuestion(tx, actor, { countyCode, at, about: 'shape', id: 'sites', controlAreasVersion: version, asked: sites.length })
  const layers = version === undefined ? [] : await listControlLayers(tx, countyCode, version)
  const shapes = sites.map(({ boundary, location }) => boundary ?? { type: 'Point' as const, coordinates: [...location] })
  const overlaps = version === undefined || sites.length === 0 ? [] : await listShapeOverlaps(tx, countyCode, version, shapes)
  return sites.map((site, index) => {
    const checks = [controlCheck(layers, overlaps.filter((one) => one.index === index)), ...landCheck(site)]
    return { vetoed: checks.some(({ outcome }) => outcome === 'veto'), checks }
  })
}

const head = { layer: null, clause: null, value: null }

function controlCheck(layers: readonly string[], touched: readonly { layer: string; areaM2: number }[]): Check {
  const title = say('管控区', 'Control areas')
  if (layers.length === 0) return { ...head, id: 'control_area', outcome: 'unknown', title, finding: say('没有管控区数据，不能判断', 'There is no data on control areas') }
  if (touched.length === 0) return { ...head, id: 'control_area', outcome: 'pass', title, finding: say(`不触碰已有的 ${layers.length} 类管控区`, `Touches none of the ${layers.length} layers there are`) }
  const [{ layer, areaM2 }] = touched
  return { ...head, id: 'control_area', outcome: 'veto', title, layer, value: { number: areaM2, unit: 'm2' }, finding: say(`触碰管控区（${layer}）`, `Touches a control area (${layer})`) }
}

function landCheck({ landAreaM2, minimumLandAreaM2 }: SiteCheck): Check[] {
  if (minimumLandAreaM2 === undefined) return []
  const title = say('用地面积', 'Land area')
  if (landAreaM2 === undefined) return [{ ...head, id: 'land_area', outcome: 'unknown', title, finding: say('用地面积未知', 'The land area is not known') }]
  const value = { number: landAreaM2, unit: 'm2' }
  const finding = say(`用地 ${amount(landAreaM2)} m²，要求不少于 ${amount(minimumLandAreaM2)} m²`, `${amount(landAreaM2)} m² of land, at least ${amount(minimumLandAreaM2)} m² asked for`)
  return [{ ...head, id: 'land_area', outcome: landAreaM2 < minimumLandAreaM2 ? 'veto' : 'pass', title, value, finding }]
}
