import type { County } from '../types.ts'
import type { LedgerWish } from './context.ts'

const dataDate = '2024-12-31'
const stated = '示例·统计台账'

/** 石城: its plan is a pack, so every tag and check that the pack asks for is there, one of them open. */
export function shichengLedgers(county: County): LedgerWish {
  const code = (name: string) => county.units.find((unit) => unit.name === name)!.unitCode
  const town = county.units.filter((unit) => unit.level === 'community' && unit.parentCode === code('琴江镇'))
  return {
    prefix: 'sc',
    seatCode: code('琴江镇'),
    tags: [
      // 石城 has no street: 城市社区管委会 looks after the county town, and the office marks 琴江镇 in its stead.
      ['street_level', [code('琴江镇')]],
      ['urban_town', [code('琴江镇')]],
      ['central_urban_area', [code('琴江镇')]],
      ['central_town', [code('小松镇'), code('横江镇')]],
      ['eligible_central_township', [code('小松镇'), code('横江镇'), code('屏山镇')]],
      ['elders_concentrated', town.slice(0, 2).map((unit) => unit.unitCode)],
    ],
    statistics: [
      { key: 'social_workers', value: '62', asOf: dataDate, source: stated },
      { key: 'planned_population', value: '300000', asOf: dataDate, source: stated },
    ],
    checklist: [{ ruleId: 'SC-28', state: 'yes', note: null, document: '示例·县级养老服务设施布局专项规划', asOf: '2022-11-30' }],
  }
}

/** 福田 has no pack of its own: its ledgers serve whichever pack is tried on it. */
export function futianLedgers(county: County): LedgerWish {
  const code = (name: string) => county.units.find((unit) => unit.name === name)!.unitCode
  return {
    prefix: 'ft',
    seatCode: code('香蜜湖街道'),
    tags: [['central_urban_area', county.units.filter((unit) => unit.level === 'street').map((unit) => unit.unitCode)]],
    statistics: [
      { key: 'social_workers', value: '148', asOf: dataDate, source: stated },
      { key: 'planned_population', value: '118000', asOf: dataDate, source: `${stated}（分析片区）` },
    ],
    checklist: [],
  }
}
