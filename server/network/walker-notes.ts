import type { Bilingual } from '../contract/common.ts'
import type { WalkerNetwork } from '../core/network/walkers.ts'
import { sampleMetres, steepestSlope } from '../core/network/slopes.ts'

/** What a report must say about walks without stairs or with slopes; the same words for a run and the command line. */
export function walkerNotes({ steps, slopes }: Pick<WalkerNetwork, 'steps' | 'slopes'>): Bilingual[] {
  const notes: Bilingual[] = []
  if (steps && !steps.known) {
    notes.push({
      zh: '路网数据无台阶信息：无法判断哪些路段是台阶，结果未能避开台阶。',
      en: 'The road data does not say where stairs are: they could not be avoided.',
    })
  } else if (steps) {
    notes.push({
      zh: `不走台阶：排除台阶和自动扶梯 ${steps.removedEdges} 段，共 ${Math.round(steps.removedMetres)} m；电梯和坡道可走。`,
      en: `Without stairs: ${steps.removedEdges} stretches of stairs and escalators, ${Math.round(steps.removedMetres)} m, are left out; lifts and ramps are walked.`,
    })
  }
  if (slopes) {
    notes.push({
      zh: `计入坡度：沿路至少每 ${sampleMetres} m 取一次高程（双线性内插），按 Tobler（1993）步行函数分方向计时，平地速度为服务圈速度；从地点走向设施。桥梁、隧道按高程数据的地面计，接入路网的直线段按平地计。`,
      en: `With slopes: heights at least every ${sampleMetres} m along streets (bilinear), times of each direction by Tobler (1993), scaled to the profile’s speed on the flat; from the place to the facility. Bridges and tunnels take the ground’s height; legs to the network count as flat.`,
    })
    if (slopes.cappedMetres > 0) {
      notes.push({
        zh: `坡度超过 ${steepestSlope * 100}% 的路段按 ${steepestSlope * 100}% 计：${share(slopes.cappedMetres, slopes.lengthMetres)}。`,
        en: `Slopes beyond ${steepestSlope * 100} % count as ${steepestSlope * 100} %: ${share(slopes.cappedMetres, slopes.lengthMetres)}.`,
      })
    }
    if (slopes.unknownMetres > 0) {
      notes.push({
        zh: `没有高程的路段按平地计：${share(slopes.unknownMetres, slopes.lengthMetres)}。`,
        en: `Streets without heights count as flat: ${share(slopes.unknownMetres, slopes.lengthMetres)}.`,
      })
    }
  }
  return notes
}

function share(metres: number, wholeMetres: number): string {
  return `${Math.ceil(metres)} m (${((metres / wholeMetres) * 100).toFixed(2)} %)`
}
