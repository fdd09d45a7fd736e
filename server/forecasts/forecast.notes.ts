import type { AskForecast } from '../contract/forecasts.ts'
import type { Estimate, ForecastFigures, ForecastMethod } from '../core/forecast/forecast-units.ts'
import type { PyramidFault } from '../core/forecast/pyramids.ts'
import { isOpen, type Range } from '../core/forecast/range.ts'
import type { Bilingual } from '../core/problems.ts'
import type { ForecastMaterial } from './forecast-material.ts'

/** One line for each method that some figure came by, with whose word its numbers are. */
export function methodLines({ ask, baseYear, lifeTable }: ForecastMaterial, years: readonly ForecastFigures[]): Bilingual[] {
  const used = new Set(years.flatMap((figures) => Object.values(figures).flatMap((estimate: Estimate) => ('gap' in estimate ? [] : [estimate.method]))))
  const table = lifeTable?.source ?? { zh: '—', en: '—' }
  const lines: Record<ForecastMethod, Bilingual> = {
    cohort: {
      zh: `队列存活法（Preston 等 2001，第 6 章）：本单元五岁组人口逐期存活，生命表：${table.zh}`,
      en: `Cohort survival (Preston et al. 2001, ch. 6) of the unit’s own ages; life table: ${table.en}`,
    },
    county_share: {
      zh: `恒定份额法（Smith 等 2013）：本单元现有老年人 × 全县队列存活的变化倍数；生命表：${table.zh}`,
      en: `Constant share (Smith et al. 2013): the unit’s present elders × the change of the county’s cohorts; life table: ${table.en}`,
    },
    declared_growth: {
      zh: `声明增长率：${baseYear} 年人数 ×（1 + 年增长率）^年数；来源：${ask.growth?.source ?? '—'}`,
      en: `Declared growth: people of ${baseYear} × (1 + rate)^years; source: ${ask.growth?.source ?? '—'}`,
    },
  }
  return (['cohort', 'county_share', 'declared_growth'] as const).filter((method) => used.has(method)).map((method) => lines[method])
}

/** What was assumed, what is missing, and what low and high mean. */
export function forecastNotes({ ask, units, ages, packTitle, standards, hasStudyArea }: ForecastMaterial): Bilingual[] {
  const notes: Bilingual[] = []
  const add = (when: boolean, zh: string, en: string) => when && notes.push({ zh, en })
  const open = rangesOf(ask).some(isOpen)
  add(
    open,
    '低、中、高：各项声明的低值合为「低」，高值合为「高」；这是声明区间的端点，不是置信区间',
    'Low, medium, high: every declared low together, every declared high together; ends of declared ranges, no confidence interval',
  )
  add(!open, '未声明任何区间，低、中、高相同：这不表示没有不确定性', 'No range was declared, so low, medium and high are one: that does not mean that the figures are certain')
  add(ask.lifeTable?.kind === 'demo', '示例生命表为编造数据，结果仅供演示', 'The demonstration’s life table is made up: results are a demonstration only')
  add(
    ask.lifeTable?.kind === 'published',
    '所选生命表为全国水平，不是本县（区）的死亡率；有本省、本县生命表的请改用，或给出死亡率倍数的区间',
    'The life table is national and says nothing of this county’s own mortality: give a table of the province or county where there is one, or a range of the mortality factor',
  )
  const survives = ask.lifeTable !== undefined
  add(survives, '假定预测期内分年龄死亡率不变；未预测出生，因此总人口不由年龄结构推算', 'Death rates by age are taken to stay as they are; births are not forecast, so that all residents do not follow from ages')
  const { low, high } = ask.annualMigration
  add(survives && low === 0 && high === 0, '假定无迁移（封闭人口）', 'Nobody is taken to move (a closed population)')
  add(low !== 0 || high !== 0, `净迁移率为声明值，来源：${ask.migrationSource}`, `Net migration is declared; source: ${ask.migrationSource}`)
  if (ask.disability) notes.push({ zh: `失能比例为声明值，来源：${ask.disability.source}`, en: `Shares of the disabled are declared; source: ${ask.disability.source}` })
  const bedsPrescribed = standards.some(({ prescribed }) => prescribed)
  add(packTitle !== null && !bedsPrescribed, `${packTitle}：每千名老年人床位，本规划未规定`, `${packTitle}: prescribes no beds per 1,000 elders`)
  const missing = units.filter(({ missingPlaces }) => missingPlaces > 0)
  add(
    missing.length > 0,
    `${missing.map(({ name, missingPlaces }) => `${name} ${missingPlaces} 处`).join('、')}未填 60 岁及以上人数，其现有人数偏低`,
    `${missing.map(({ name, missingPlaces }) => `${name}: ${missingPlaces}`).join(', ')} places state no people of 60+: what is counted there is too low`,
  )
  add(hasStudyArea, '预测针对全县（区）台账人口，不限于分析片区', 'The forecast is of the people that the county’s ledgers hold, not of its study area')
  const nameOf = new Map(units.map(({ unitId, name }) => [unitId, name]))
  for (const { unitId, fault } of ages.faults) {
    const name = unitId === null ? '全县' : (nameOf.get(unitId) ?? unitId)
    notes.push({ zh: `${name}的分年龄人口未采用：${faultWords[fault].zh}`, en: `Ages of ${name} are not used: ${faultWords[fault].en}` })
  }
  return notes
}

const faultWords: Record<PyramidFault, Bilingual> = {
  open_group_twice: { zh: '既有 85 岁及以上合计又有其分组', en: 'both 85+ and parts of it are given' },
  several_dates: { zh: '各年龄组统计年份不同', en: 'groups are of different years' },
  no_date: { zh: '没有统计年份，请给出 pyramidYear', en: 'no year is given: say pyramidYear' },
}

function rangesOf({ mortalityFactor, annualMigration, growth, disability, bedsPerThousandElders, m2PerElder }: AskForecast): Range[] {
  const rates = growth ? [growth.residents, growth.residents60Plus, growth.residents80Plus] : []
  const standards = [bedsPerThousandElders?.value, m2PerElder?.value]
  return [mortalityFactor, annualMigration, ...(disability?.bands.map(({ share }) => share) ?? []), ...[...rates, ...standards].flatMap((range) => range ?? [])]
}
