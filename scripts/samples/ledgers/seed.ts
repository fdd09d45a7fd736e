import type { County, SampleFile } from '../types.ts'
import { openLedgers, type LedgerWish } from './context.ts'
import { fillFacilityLedgers } from './facility-ledger.ts'
import { seedControlAreas, seedParcels, seedPremises, seedSettlements } from './land.ts'
import { seedMedical, seedProjects, seedSchools } from './medical.ts'
import { seedPooling, seedRegister, seedRooms, seedStages } from './registers.ts'

/** The last step of a county: what it holds already stays as it is, but for fields that were empty. */
export function withLedgers(county: County, wish: LedgerWish): County {
  const context = openLedgers(county, wish)
  seedMedical(context)
  seedSchools(context)
  seedProjects(context)
  seedSettlements(context)
  seedPremises(context)
  seedParcels(context)
  seedControlAreas(context)
  seedStages(context)
  seedRegister(context)
  seedRooms(context)
  seedPooling(context)
  fillFacilityLedgers(context)
  context.ledgers.unitTags = wish.tags.flatMap(([tag, unitCodes]) => unitCodes.map((unitCode) => ({ unitCode, tag })))
  county.ledgers = context.ledgers
  // A small sample is one bundle, ledgers included.
  if (county.files.every(({ kind }) => kind !== 'bundle')) county.files.splice(-1, 0, ledgerFile)
  return county
}

export const ledgerAssumptions: SampleFile['assumptions'] = [
  {
    zh: '安置点、闲置用房、管控区、地块、四同步、清查台账、社区服务用房、相邻统筹、统计数、标记、核对项均为示例（合成），只为演示规则',
    en: 'Settlements, premises, control areas, parcels, stages, register, rooms, pooling groups, statistics, marks and checks are synthetic, made to show the rules',
  },
  {
    zh: '管控区为虚构矩形，与任何真实的永久基本农田、生态保护红线无关',
    en: 'Control areas are invented rectangles and have nothing to do with any real farmland or redline',
  },
  {
    zh: '医疗机构与老年大学（学习点）为示例；其养老床位记 0，医院病床不入台账',
    en: 'Medical sites and schools for elders are synthetic; their eldercare beds are 0, hospital beds are not listed',
  },
  {
    zh: '地块按台账面积作正方形，仅示意',
    en: 'Parcels are squares of the area the ledger gives',
  },
]

const ledgerFile: SampleFile = {
  path: 'ledgers.json',
  kind: 'ledgers',
  title: { zh: '其他台账（演示数据）', en: 'Other ledgers (demo)' },
  origin: 'scripts/make-samples.ts',
  licence: 'MIT',
  date: '2024-12-31',
  synthetic: true,
  assumptions: ledgerAssumptions,
}
