import { add, parseDecimal, zero, type Rational } from '../../exact.ts'
import type { CountyLedger, LedgerPremises } from '../../policy/ledger.ts'
import type { Computed, FailingUnit } from '../../policy/result.ts'
import type { Bilingual } from '../../problems.ts'
import { gapTo, type Aim } from '../judge.ts'
import { computedOf, sharePart, toVariant, unknownPart } from '../parts.ts'
import { byText, figure, names, say } from '../words.ts'

const statuses = ['idle', 'reserved', 'converted', 'other_use'] as const

const statusWords: Record<LedgerPremises['status'], Bilingual> = {
  idle: { zh: '闲置', en: 'idle' },
  reserved: { zh: '已预留', en: 'reserved' },
  converted: { zh: '已改造为养老设施', en: 'converted to eldercare' },
  other_use: { zh: '改作他用', en: 'in other use' },
}

/** Idle premises: those converted to eldercare ÷ all on the list, by number and by m², and where the five years of the old use have run out. */
export function idlePremises({ premises, county, dataDate }: CountyLedger, aim: Aim | null): Computed {
  if (!premises) return computedOf(unknownPart({ partOfWhole: true, unit: '%' }), { status: 'insufficient_data', lacking: [say('尚未导入闲置用房台账', 'No ledger of idle premises was ever loaded')] })
  const converted = premises.filter(({ status }) => status === 'converted')
  const part = sharePart({ known: converted.length, unknown: 0, total: premises.length })
  const openArea = premises.filter(({ floorAreaM2 }) => floorAreaM2 === null)
  const area = { ...sharePart({ known: areaOf(converted), unknown: 0, total: areaOf(premises) }), ...(openArea.length > 0 ? { rowsMissing: true as const } : {}) }
  const listed = names(openArea.map(({ name }) => name))
  return computedOf(part, {
    failing: premises.filter(({ status }) => status === 'idle' || status === 'reserved').map((one): FailingUnit => ({
      entity: 'premises',
      id: one.id,
      code: null,
      name: one.name,
      countyCode: county.code,
      state: 'fails',
      reason: say(`${one.kind}，${statusWords[one.status].zh}，${one.floorAreaM2 ?? '面积未填'} m²`, `${one.kind}, ${statusWords[one.status].en}, ${one.floorAreaM2 ?? 'area not given'} m²`),
    })),
    variants: [toVariant(say('按建筑面积', 'By floor area'), area)],
    assumptions: [say('已改造为养老设施的处数 ÷ 台账全部处数', 'Premises converted to eldercare ÷ all premises of the ledger')],
    lacking: [
      ...(openArea.length > 0 ? [say(`${openArea.length} 处未填建筑面积（${listed.zh}）`, `${openArea.length} give no floor area (${listed.en})`)] : []),
      ...(premises.length === 0 ? [say('台账中没有闲置用房', 'The ledger has no idle premises')] : []),
    ],
    notes: [...statuses.flatMap((status) => groupWords(statusWords[status], premises.filter((one) => one.status === status))), ...kindNotes(premises), ...transitionNotes(premises, dataDate)],
    gap: gapTo([part], aim, 'sites'),
  })
}

function areaOf(premises: readonly LedgerPremises[]): Rational {
  return premises.reduce((total, { floorAreaM2 }) => (floorAreaM2 === null ? total : add(total, parseDecimal(floorAreaM2))), zero)
}

function groupWords(label: Bilingual, own: readonly LedgerPremises[]): Bilingual[] {
  if (own.length === 0) return []
  return [say(`${label.zh}：${own.length} 处，${figure(areaOf(own))} m²`, `${label.en}: ${own.length}, ${figure(areaOf(own))} m²`)]
}

function kindNotes(premises: readonly LedgerPremises[]): Bilingual[] {
  const kinds = [...new Set(premises.map(({ kind }) => kind))].sort(byText)
  return kinds.flatMap((kind) => groupWords(say(kind, kind), premises.filter((one) => one.kind === kind)))
}

function transitionNotes(premises: readonly LedgerPremises[], dataDate: string | null): Bilingual[] {
  if (dataDate === null) return []
  const over = premises.filter(({ transitionUntil }) => transitionUntil !== null && transitionUntil < dataDate)
  if (over.length === 0) return []
  const listed = names(over.map(({ name }) => name))
  return [say(`${over.length} 处过渡期已满（至 ${dataDate}）：${listed.zh}`, `The transition has run out for ${over.length} (as of ${dataDate}): ${listed.en}`)]
}
