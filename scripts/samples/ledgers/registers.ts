import { centroid, geodesicMetres } from '../geometry.ts'
import { isoDate, squareMetres } from '../ledger.ts'
import type { Ledgers, ResidentialArea } from '../types.ts'
import { nameOf, trouble, type LedgerContext } from './context.ts'

const stages = ['plan', 'build', 'accept', 'handover'] as const

/** 四同步 of areas permitted since 2014: most are whole; some breach, some wait, some are not filled in. */
export function seedStages(context: LedgerContext): void {
  const { county, ledgers } = context
  const dated = county.areas.filter((area) => area.permitDate !== null && area.permitDate >= '2014-01-01')
  const [breached, empty]: string[][] = [[], []]
  dated.forEach((area, i) => {
    const year = Number(area.permitDate!.slice(0, 4))
    const filled = i % 6 === 2 ? 2 : i % 11 === 9 ? 0 : 4
    if (filled < 4) empty.push(area.id)
    if (i % 6 === 0) breached.push(area.id)
    stages.slice(0, filled).forEach((stage, s) => {
      const state = i % 6 === 0 && stage === 'handover' ? 'breach' : i % 6 === 1 && stage === 'handover' ? 'pending' : 'done'
      const note = state === 'breach' ? '建而不交' : null
      const doneOn = state === 'done' ? isoDate(Math.min(year + s, 2024), 1 + ((i + s) % 12), 1 + ((i * 3) % 28)) : null
      ledgers.syncStages.push({ residentialAreaId: area.id, stage, state, doneOn, note })
    })
  })
  trouble(context, 'stage_breached', breached, { zh: '配套设施建而不交：四同步未做到', en: 'Built but not handed over: not in step' })
  trouble(context, 'stages_not_filled_in', empty, { zh: '四同步有阶段未填：数据不足', en: 'A stage is not filled in: not known' })
}

/** The register of areas built since 2014, and two entries that do not belong to it. */
export function seedRegister(context: LedgerContext): void {
  const { county, ledgers, wish } = context
  const since2014 = county.areas.filter((area) => area.completionDate !== null && area.completionDate >= '2014-01-01')
  const cases: Pick<Ledgers['register'][number], 'problem' | 'measure' | 'deadline' | 'state' | 'doneOn'>[] = [
    { problem: '未配建', measure: '购置', deadline: '2023-12-31', state: 'done', doneOn: '2023-10-20' },
    { problem: '面积不足', measure: '补建', deadline: '2023-12-31', state: 'done', doneOn: '2024-03-15' },
    { problem: '建而未交', measure: '限期移交', deadline: '2024-06-30', state: 'doing', doneOn: null },
    { problem: '面积不足', measure: '租赁', deadline: '2026-12-31', state: 'doing', doneOn: null },
    { problem: '挪作他用', measure: '收回', deadline: '2023-06-30', state: 'open', doneOn: null },
    { problem: '未配建', measure: null, deadline: null, state: 'open', doneOn: null },
    { problem: '未配建', measure: '置换', deadline: '2025-12-31', state: 'doing', doneOn: null },
  ]
  const entry = (area: ResidentialArea | undefined, builtYear: number | null, rest: (typeof cases)[number]) => {
    const number = String(ledgers.register.length + 1).padStart(2, '0')
    const name = area?.name ?? `示例小区（台账${number}）`
    ledgers.register.push({ id: `${wish.prefix}-g${number}`, name, residentialAreaId: area?.id ?? null, builtYear, ...rest, responsible: '示例·住建部门' })
    return ledgers.register.at(-1)!
  }
  const rows = cases.map((rest, i) => entry(since2014[i], since2014[i] ? Number(since2014[i].completionDate!.slice(0, 4)) : 2016 + i, rest))
  entry(undefined, 2011, { problem: '未配建', measure: null, deadline: null, state: 'open', doneOn: null })
  const unknown = entry(undefined, null, { problem: '面积不足', measure: '补建', deadline: '2025-06-30', state: 'doing', doneOn: null })
  trouble(context, 'register_overdue', [rows[2].id, rows[4].id], { zh: '整改期限已过仍未完成', en: 'Past its deadline and not done' })
  trouble(context, 'register_without_deadline', [rows[5].id], { zh: '未定整改期限', en: 'No deadline is set' })
  trouble(context, 'register_without_year', [unknown.id], { zh: '建成年份未填：是否属 2014 年以来不明', en: 'The year is not filled in: whether it belongs is not known' })
}

export function seedRooms(context: LedgerContext): void {
  const { county, ledgers, random } = context
  const communities = county.units.filter(({ level }) => level === 'community')
  const hosts = communities.length > 0 ? communities : context.townships
  hosts.forEach((unit, i) => {
    const floor = random.integer(400, 1200)
    const free = i % 8 === 6 ? null : squareMetres(Math.floor(floor * (i % 3 === 0 ? 0.25 : random.between(0.4, 0.62))))
    const name = `示例·${nameOf(context, unit.unitCode)}社区服务用房`
    ledgers.communityRooms.push({ unitCode: unit.unitCode, name, floorAreaM2: squareMetres(floor), eldercareFreeM2: free })
  })
  const empty = ledgers.communityRooms.filter(({ eldercareFreeM2 }) => eldercareFreeM2 === null).map(({ unitCode }) => unitCode)
  trouble(context, 'rooms_not_filled_in', empty, { zh: '未填无偿用于养老的面积：不作 0 计', en: 'The area free for eldercare is not filled in: not counted as 0' })
}

/** Two neighbours with an approval, two areas far apart without one, and a group with an area that has no place. */
export function seedPooling(context: LedgerContext): void {
  const { county, ledgers, wish } = context
  const located = county.areas.filter((area) => area.ring)
  if (located.length < 2) return
  const metres = (a: ResidentialArea, b: ResidentialArea) => geodesicMetres(centroid(a.ring!), centroid(b.ring!))
  const pairs = located.flatMap((a, i) => located.slice(i + 1).map((b) => ({ a, b, metres: metres(a, b) })))
  pairs.sort((x, y) => x.metres - y.metres)
  const far = pairs.at(-1)!
  const group = (name: string, approval: string | null, areas: ResidentialArea[]) => {
    const id = `${wish.prefix}-u${ledgers.poolingGroups.length + 1}`
    ledgers.poolingGroups.push({ id, name, approval, residentialAreaIds: areas.map((area) => area.id) })
    return id
  }
  group('示例·相邻统筹一组', '示例批复〔2024〕1号', [pairs[0].a, pairs[0].b])
  const apart = group('示例·相邻统筹二组', null, [far.a, far.b])
  const placeless = county.areas.find((area) => !area.ring)
  if (placeless) group('示例·相邻统筹三组', '示例批复〔2024〕2号', [pairs[1].a, placeless])
  trouble(context, 'pooled_but_apart', [apart], { zh: '统筹的两个小区并不相邻，也无批复文号', en: 'The two pooled areas are not adjacent, and no approval number is given' })
}
