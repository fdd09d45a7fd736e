import { count, date, text, unitFields, type ImportKind } from '../field.ts'

/** Groups as censuses print them: five years each to 100 and over; 85+ where the office stops there. */
const groups = [...Array.from({ length: 20 }, (_, group) => `${group * 5}-${group * 5 + 4}`), '85+', '100+']

/** 「60-64岁」 comes first: a sheet takes a bare 5-9 for the ninth of May. */
function wordsOf(group: string): string[] {
  const [from, to] = group.split('-')
  if (to === undefined) return ['岁及以上', '岁以上', '及以上', '以上', '+岁'].map((word) => from.replace('+', '') + word)
  return ['岁', ''].flatMap((unit) => ['-', '~', '—', '–', '至'].map((dash) => `${from}${dash}${to}${unit}`))
}

/** People by age and sex: what a forecast of elders starts from. */
export const agePyramid: ImportKind = {
  id: 'age_pyramid',
  aliases: ['age_pyramids', 'ages', '人口年龄构成', '年龄金字塔'],
  label: { zh: '分年龄性别人口', en: 'people by age and sex' },
  geometry: 'none',
  geometryTypes: [],
  fields: [
    ...unitFields.filter(({ name }) => name !== 'community'),
    {
      name: 'ageGroup',
      label: { zh: '年龄组', en: 'age group' },
      columns: ['年龄', '年龄段', '年龄分组', 'age', 'age_group'],
      value: { type: 'choice', words: Object.fromEntries(groups.map((group) => [group, wordsOf(group)])) },
      required: true,
      example: '60-64岁',
      note: { zh: '五岁一组，如 60-64岁、85岁及以上；请带「岁」字，以免表格软件当作日期', en: 'Five years each, such as 60-64岁; keep the 岁, or a spreadsheet takes it for a date' },
    },
    count('male', '男', 'men', ['男性', '男性人口', '男（人）', 'male', 'men'], { required: true, doubtAbove: 3_000_000, example: 812 }),
    count('female', '女', 'women', ['女性', '女性人口', '女（人）', 'female', 'women'], { required: true, doubtAbove: 3_000_000, example: 840 }),
    date('asOf', '统计日期', 'as of', ['统计时点', '日期', '年份', 'as_of'], { example: '2020-11-01' }),
    text('source', '来源', 'source', ['数据来源'], { example: '示例·第七次人口普查' }),
  ],
}
