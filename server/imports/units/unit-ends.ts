import type { Problem } from '../../core/problems.ts'
import type { Db } from '../../db/schema.ts'
import type { RecordColumns } from '../records.repository.ts'
import { listUnitReferences } from '../unit-shapes.repository.ts'

const words: Record<string, [zh: string, en: string]> = {
  facilities: ['处设施', 'facilities'],
  residential_areas: ['个小区', 'residential areas'],
  population_counts: ['条人口', 'counts of people'],
  settlements: ['个安置点、自然村', 'settlements'],
  idle_premises: ['处闲置用房', 'idle premises'],
  community_rooms: ['条社区用房', 'community rooms'],
  unit_tags: ['个标记', 'marks'],
}
const mostNamed = 10

/** Units that the file leaves out and that others still name: the whole file is refused, each unit by its name. */
export async function refuseEndsInUse(db: Db, countyCode: number, ended: readonly RecordColumns[], staying: readonly RecordColumns[]): Promise<Problem[]> {
  if (ended.length === 0) return []
  const uses = new Map<string, string[][]>()
  const note = (id: string, zh: string, en: string) => uses.set(id, [...(uses.get(id) ?? []), [zh, en]])
  for (const { unitId, table, count } of await listUnitReferences(db, countyCode, ended.map(({ id }) => String(id)))) {
    const [zh, en] = words[table] ?? [table, table]
    note(unitId, `${count} ${zh}`, `${count} ${en}`)
  }
  const children = new Map<string, number>()
  for (const id of new Set(staying.map(({ id, parent_id: parent }) => `${String(id)}/${String(parent)}`))) {
    const parent = id.slice(id.indexOf('/') + 1)
    children.set(parent, (children.get(parent) ?? 0) + 1)
  }
  for (const { id } of ended) {
    const count = children.get(String(id))
    if (count) note(String(id), `${count} 个下级单元`, `${count} units below it`)
  }
  const inUse = ended.filter(({ id }) => uses.has(String(id)))
  if (inUse.length === 0) return []
  const list = (language: 0 | 1) =>
    inUse
      .slice(0, mostNamed)
      .map((unit) => `${String(unit.name)} ${String(unit.unit_code)}（${uses.get(String(unit.id))!.map((one) => one[language]).join(language === 0 ? '、' : ', ')}）`)
      .join(language === 0 ? '；' : '; ')
  const more = inUse.length > mostNamed ? ' …' : ''
  return [
    {
      code: 'UNIT_IN_USE',
      severity: 'error',
      value: inUse.map(({ unit_code: code }) => String(code)).slice(0, mostNamed).join('、'),
      message: {
        zh: `整体替换会去掉仍被引用的 ${inUse.length} 个单元：${list(0)}${more}`,
        en: `Replacing would end ${inUse.length} units that records still name: ${list(1)}${more}`,
      },
      fix: { zh: '撤并的单元请保留该行，并填写撤销日期和并入单元', en: 'Keep the row of a merged unit, with its last day and what it was merged into' },
    },
  ]
}
