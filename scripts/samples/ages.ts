import { apportion } from './ledger.ts'
import type { SourceFolder } from './read.ts'
import type { County, SampleFile } from './types.ts'

const path = 'age_pyramid.csv'
const head = '乡镇街道,年龄组,男,女,统计日期,来源'
const groups = Array.from({ length: 18 }, (_, group) => (group === 17 ? '85岁及以上' : `${group * 5}-${group * 5 + 4}岁`))
const [sixty, eighty] = [12, 16]

/**
 * China in 2025, thousands by five-year groups, the last 85+: United Nations, World Population Prospects 2019, medium variant
 * (popMprojMed, popFprojMed of the R package wpp2019 1.1-1; CC BY 3.0 IGO). It gives the sample's ages their shape, no more.
 */
const china = {
  male: [40107.551, 44354.672, 46238.892, 45188.378, 43826.509, 45952.663, 51177.792, 66015.884, 50939.01, 48770.172, 60194.89, 60710.271, 47639.345, 35643.143, 31093.594, 16096.416, 7797.355, 4714.027],
  female: [36234.058, 39398.851, 40353.824, 38775.6, 38000.411, 40628.565, 46214.741, 62004.795, 48468.164, 46641.663, 58059.849, 60087.817, 47353.201, 36541.479, 34020.143, 19679.877, 10582.594, 8402.052],
}

interface Ages {
  name: string
  male: number[]
  female: number[]
}

/**
 * 示例·石城: for every township the residents, 60+ and 80+ that the sample counts there, each band split over sexes and
 * groups as China's is, in whole people by largest remainder; the county is their sum.
 */
export function withShichengAges(county: County): County {
  const townships = county.units.filter(({ level }) => level === 'township').map(({ unitCode, name }) => agesOf(name, peopleOf(county, unitCode)))
  const sum = (sex: 'male' | 'female') => groups.map((_, group) => townships.reduce((total, ages) => total + ages[sex][group], 0))
  const rows = [{ name: county.name.zh, male: sum('male'), female: sum('female') }, ...townships]
  const total = [...rows[0].male, ...rows[0].female].reduce((a, b) => a + b, 0)
  if (total !== county.population.controlTotals[0].residents) throw new Error(`expected the ages of everybody, got ${total}`)
  return withFile(county, rows, county.dataDate, '示例·合成（非统计数据）', {
    ...{ path, kind: 'age_pyramid', title: { zh: '分年龄性别人口（示例）', en: 'People by age and sex (made up)' } },
    ...{ origin: 'scripts/make-samples.ts; shape of ages: UN World Population Prospects 2019', licence: 'MIT; CC BY 3.0 IGO', date: county.dataDate, synthetic: true },
    assumptions: [
      {
        zh: '没有石城县公布的年龄结构：各乡镇总人口、60+、80+ 取自本示例，段内按联合国 WPP 2019 中国 2025 年的年龄性别分布分摊，逐人相加等于示例人口',
        en: 'No ages of 石城 are published: residents, 60+ and 80+ of each township are the sample’s, split within these bands as China’s of 2025 (UN WPP 2019); they sum to the sample’s people exactly',
      },
    ],
  })
}

/** 福田: the district's ages of the 2020 census, as published; of its streets none are, and none are made up. */
export function withFutianAges(county: County, sources: SourceFolder): County {
  const census = sources.rows('futian-440304/futian_440304_age_pyramid_2020.csv').slice(1)
  // Infants stand apart in the source: 0 and 1–4 are 0–4.
  const of = (column: number) => [Number(census[0][column]) + Number(census[1][column]), ...census.slice(2).map((row) => Number(row[column]))]
  const ages = { name: county.name.zh, male: of(1), female: of(2) }
  const total = [...ages.male, ...ages.female].reduce((a, b) => a + b, 0)
  if (ages.male.length !== groups.length || total !== county.population.controlTotals[0].residents) throw new Error(`expected the census of ${county.name.zh}, got ${total}`)
  return withFile(county, [ages], '2020-11-01', '第七次全国人口普查（存档转载，census/futian_440304_age_pyramid_2020.csv）', {
    ...{ path, kind: 'age_pyramid', title: { zh: '全区分年龄性别人口（七普）', en: 'People of the district by age and sex (2020 census)' } },
    ...{ origin: 'census bulletin (re-post)', licence: '统计公报事实', date: '2020-11-01', synthetic: false },
    assumptions: [
      {
        zh: '全区数为真实普查数；没有公布分街道年龄结构，街道按恒定份额随全区变化',
        en: 'The district’s figures are the real census; ages by street are not published, so streets keep their share of the district',
      },
    ],
  })
}

function withFile(county: County, rows: Ages[], asOf: string, source: string, file: SampleFile): County {
  const lines = rows.flatMap(({ name, male, female }) => groups.map((group, i) => [name, group, male[i], female[i], asOf, source].join(',')))
  const files = [...county.files.filter(({ kind }) => kind !== 'answers'), file, ...county.files.filter(({ kind }) => kind === 'answers')]
  return { ...county, ages: [head, ...lines].join('\n') + '\n', files }
}

/** Everybody whom the sample counts in a township, those without a known place included. */
function peopleOf({ areas, units, population }: County, township: string) {
  const below = new Set([township, ...units.filter(({ parentCode }) => parentCode === township).map(({ unitCode }) => unitCode)])
  const rows = [...areas, ...population.units, ...population.unlocated].filter(({ unitCode }) => unitCode !== null && below.has(unitCode))
  const sum = (key: 'residents' | 'residents60Plus' | 'residents80Plus') => rows.reduce((total, row) => total + row[key], 0)
  return { residents: sum('residents'), residents60Plus: sum('residents60Plus'), residents80Plus: sum('residents80Plus') }
}

function agesOf(name: string, people: ReturnType<typeof peopleOf>): Ages {
  const bands = [
    [0, sixty, people.residents - people.residents60Plus],
    [sixty, eighty, people.residents60Plus - people.residents80Plus],
    [eighty, groups.length, people.residents80Plus],
  ] as const
  const ages: Ages = { name, male: [], female: [] }
  for (const [from, to, total] of bands) {
    const parts = apportion(total, [...china.male.slice(from, to), ...china.female.slice(from, to)])
    ages.male.push(...parts.slice(0, to - from))
    ages.female.push(...parts.slice(to - from))
  }
  return ages
}
