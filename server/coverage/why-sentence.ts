import type { Bilingual } from '../contract/common.ts'
import type { Why } from '../core/coverage/why-not.ts'

interface Said extends Why {
  limitMetres: number
  maxAccessMetres: number
  facilityName: string | undefined
  edge: boolean
  method: 'network' | 'straight-line'
  /** Where slopes count, the verdict is one of time: the pace on the flat. */
  metresPerSecond?: number
}

/** The verdict in plain words, with its numbers. Metres are rounded up, so that words never say less than the walk. */
export function whySentence(said: Said): Bilingual {
  const main = mainSentence(said)
  if (!said.edge || said.verdict === 'covered') return main
  return {
    zh: `${main.zh}此处靠近路网数据边缘，边缘以外的设施可能未计入。`,
    en: `${main.en} This spot is near the rim of the road data: facilities beyond may be missing.`,
  }
}

function mainSentence(said: Said): Bilingual {
  const { travelMetres, missesByMetres, limitMetres, facilityName, method } = said
  if (said.metresPerSecond && facilityName && travelMetres !== undefined && (said.verdict === 'covered' || said.reason === 'beyond_limit')) {
    return timedSentence(said, said.metresPerSecond)
  }
  const way = method === 'network' ? { zh: '沿步行路网', en: 'on foot' } : { zh: '按直线估算', en: 'by the straight-line estimate' }
  if (said.verdict === 'covered') {
    const metres = Math.ceil(travelMetres!)
    return {
      zh: `已覆盖：${way.zh}到「${facilityName}」${metres} m，在 ${limitMetres} m 以内。`,
      en: `Covered: ${metres} m ${way.en} to “${facilityName}”, within ${limitMetres} m.`,
    }
  }
  switch (said.reason) {
    case 'beyond_limit':
      return {
        zh: `未覆盖：最近的可用设施「${facilityName}」${way.zh} ${Math.ceil(travelMetres!)} m，超出 ${limitMetres} m 上限 ${Math.ceil(missesByMetres!)} m。`,
        en: `Not covered: “${facilityName}” is ${Math.ceil(travelMetres!)} m away ${way.en}, ${Math.ceil(missesByMetres!)} m beyond the limit of ${limitMetres} m.`,
      }
    case 'no_walkable_road':
      return {
        zh: `未到达：${said.maxAccessMetres} m 以内没有可步行的道路，无法计算步行距离。`,
        en: `Unreached: no walkable road within ${said.maxAccessMetres} m, so no walk can be computed.`,
      }
    case 'facility_not_on_network':
      return {
        zh: '未覆盖：设施附近没有可步行的道路，无法步行到达。',
        en: 'Not covered: no facility stands near a walkable road.',
      }
    case 'no_facility':
      return { zh: '未覆盖：没有正在运营的符合类型的设施。', en: 'Not covered: no operating facility of the counted types.' }
    default:
      return {
        zh: '未覆盖：沿路网 6 km 内没有可用设施，或与设施所在路网不连通。',
        en: 'Not covered: no facility within 6 km on the network, or the networks are not connected.',
      }
  }
}

/** Seconds are rounded up, as metres are. The true length stands beside, because the time alone cannot be checked. */
function timedSentence({ verdict, travelMetres, walkedMetres, missesByMetres, limitMetres, facilityName }: Said, metresPerSecond: number): Bilingual {
  const seconds = (metres: number) => Math.ceil(Math.round((metres / metresPerSecond) * 1000) / 1000)
  const walk = { s: minutesAndSeconds(seconds(travelMetres!)), metres: Math.ceil(walkedMetres!) }
  const limit = minutesAndSeconds(seconds(limitMetres))
  if (verdict === 'covered') {
    return {
      zh: `已覆盖：计入坡度步行到「${facilityName}」${walk.s.zh}（路长 ${walk.metres} m），在 ${limit.zh}以内。`,
      en: `Covered: ${walk.s.en} with slopes to “${facilityName}” (${walk.metres} m of way), within ${limit.en}.`,
    }
  }
  const misses = minutesAndSeconds(seconds(missesByMetres!))
  return {
    zh: `未覆盖：最近的可用设施「${facilityName}」计入坡度步行 ${walk.s.zh}（路长 ${walk.metres} m），超出 ${limit.zh}上限 ${misses.zh}。`,
    en: `Not covered: “${facilityName}” is ${walk.s.en} away with slopes (${walk.metres} m of way), ${misses.en} beyond the limit of ${limit.en}.`,
  }
}

function minutesAndSeconds(seconds: number): Bilingual {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (minutes === 0) return { zh: `${rest} 秒`, en: `${rest} s` }
  return rest === 0 ? { zh: `${minutes} 分钟`, en: `${minutes} min` } : { zh: `${minutes} 分 ${rest} 秒`, en: `${minutes} min ${rest} s` }
}
