import type { SampleFile, Text } from '../types.ts'

const made = 'scripts/make-samples.ts'
const adcode = 'Vonng/adcode @ b755d6e (CC BY 4.0), fences and points of the AMap district API, GCJ-02 converted to WGS 84 (approximate)'
const text = (zh: string, en: string): Text => ({ zh, en })

/** What is true of every small sample; told once in the README. */
export const smallAssumptions: Text[] = [
  text(
    '县界、乡镇（街道）名称、代码、驻地点真实；县界抽稀约 30 m（原样在 data/boundaries）；乡镇界为驻地点泰森多边形，近似；无驻地点的乡镇按代码判定',
    'County boundary, names, codes and seats of townships are real; the boundary is thinned to about 30 m (whole in data/boundaries); township polygons are Voronoi cells, approximate; a township without a point is judged by code',
  ),
  text(
    '村（社区）为示例：村数、社区数、城乡分类取自 2016 年真实名录，已撤并乡镇的按驻地就近并入今日乡镇；名称、代码、位置均为虚构',
    'Villages and communities are synthetic: numbers and classes come from the real list of 2016, those of merged townships go to the nearest one of today; names, codes and places are invented',
  ),
  text('小区、设施、全部台账为示例（合成）', 'Residential areas, facilities and all ledgers are synthetic'),
  text(
    '人口以公布的县（市）总数为控制数，县以下为合成分摊；60+ 占比取规划或公报所印',
    'The published total is the control total; below it a synthetic split; the share of 60+ is as the plan or bulletin prints it',
  ),
  text('无路网：步行距离一律按直线×1.3', 'No roads: every walk is the straight line × 1.3'),
  text('冕宁高阳街道以原城厢镇驻地点代替；澄江按现代码 530481（来源为 530422）', '高阳街道 stands at the point of the former 城厢镇; 澄江 has its code of today, 530481 (530422 in the source)'),
]

export function smallFiles(): SampleFile[] {
  return [
    {
      ...{ path: 'bundle.json.gz', kind: 'bundle', title: text('小样例（演示数据）', 'Small sample (demo)') },
      ...{ origin: `${adcode}; below the township ${made}`, licence: 'CC BY 4.0; MIT', date: '2024-12-31', synthetic: true, assumptions: smallAssumptions },
    },
    {
      ...{ path: 'answers.json', kind: 'answers', title: text('答案', 'Answers') },
      ...{ origin: `${made}, computed apart from the product`, licence: 'MIT', date: '2024-12-31', synthetic: true, assumptions: [] },
    },
  ]
}
