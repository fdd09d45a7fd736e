import { longAccessMetres, maxAccessMetres } from '../../core/coverage/profiles.ts'
import { openSharedGraph } from '../../core/network/graph-file.ts'
import { snapToNetwork } from '../../core/network/snap.ts'
import { exactNumber, figure, say } from '../../core/indicators/words.ts'
import { getGraphBytes } from '../../network/network.repository.ts'
import type { SitePlace } from '../site-checks.repository.ts'
import type { Check, Checks, Question } from './check.ts'

/** The leg from the site to the nearest walkable road, as a run would take it. */
export async function checkWalkableRoad({ tx, countyCode, versions, sites }: Question, places: readonly SitePlace[]): Promise<Checks> {
  const bytes = versions.roads === undefined ? undefined : await getGraphBytes(tx, countyCode, versions.roads)
  const graph = bytes && openSharedGraph(bytes)
  return sites.map(({ location: [lon, lat] }, index): Check[] => {
    const head = { id: 'walkable_road' as const, title: say('步行道路', 'Walkable road'), layer: 'roads', clause: null, value: null }
    if (!graph || graph.segmentIndex.length === 0) return [{ ...head, outcome: 'unknown', finding: say('没有路网数据，无法判断', 'There are no road data') }]
    const placeClass = places[index].placeClass ?? 'city'
    const most = maxAccessMetres[placeClass]
    const snap = snapToNetwork(graph, lon, lat, most)
    if (!snap) return [{ ...head, outcome: 'warning', finding: say(`${most} m 内没有可步行道路：步行无人可达`, `No walkable road within ${most} m: nobody could walk here`) }]
    const value = { number: snap.accessMetres, unit: 'm' }
    const shown = figure(exactNumber(Math.round(snap.accessMetres * 10) / 10))
    const finding = say(`距最近的可步行道路 ${shown} m`, `${shown} m to the nearest walkable road`)
    return [{ ...head, outcome: snap.accessMetres > longAccessMetres[placeClass] ? 'warning' : 'pass', value, finding }]
  })
}
