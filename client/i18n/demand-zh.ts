/** Capacity against people, and how many elders there will be; `zh-CN.ts` takes them in. */
export const demandZh = {
  unit: '乡镇（街道）', people: '人数', facility: '设施', place: '地点',
  capacity: { beds: '床位', nursing_beds: '护理型床位', places: '名额（按面积折算）' },
  method: { '2sfca': '两步移动搜寻法（2SFCA）', e2sfca: '增强型（E2SFCA，分段权重）', gaussian: '高斯衰减（Dai 2010）' },
  measure: { residents60Plus: '60 岁及以上', residents80Plus: '80 岁及以上', disabled: '失能' },
  gap: { not_counted: '没有现状人数', no_rate: '没有声明增长率', births_needed: '不预测出生', no_ages: '没有年龄结构', contradiction: '数据相互矛盾' },
  forecastMethod: { cohort: '队列', county_share: '份额', declared_growth: '增长率', sum: '合计' },
  access: {
    heading: '供需匹配', intro: '每千名老人步行可达多少床位；床位用满之后还有多少人得不到服务。', question: '怎样计算', capacity: '供给', m2PerPlace: '每个名额的面积',
    weight: '需求', method: '方法', limit: '服务范围', runLimit: '用批次的限值', need: '需要床位者占比', target: '每千人目标', noTarget: '不设',
    declared: '占比、名额面积和目标由您声明，随结果列出；规划没有规定时不作判定。', compute: '计算', result: '供需匹配的结果', inReach: '有人可达的{{what}} / 全部',
    perThousand: '每千人可达（下限 – 已知位置）', perThousandShort: '每千人', unserved: '用满后未获服务 / 需要', unservedShort: '未获服务', without: '范围内没有供给的人数',
    gini: '可达性基尼系数', below: '低于每千人 {{target}} 的乡镇（街道）', belowMark: '低于目标', units: '按乡镇（街道）', facilities: '按设施', ratio: '每千人供给', used: '使用率',
    outside: '县（片区）外共用者人数 · 归其的供给', unservedLower: '未获服务（下限）', inputs: '数据版本与校验：', ownBands: '自定分段与权重', paperBands: '默认：服务范围三等分，权重 1 / 0.68 / 0.22（Luo & Qi 2009，原为驾车 10/20/30 分钟）。',
    band: '第 {{n}} 段，至', bandEdge: '第 {{n}} 段的上限（米）', bandWeight: '第 {{n}} 段的权重', bandWeightUnit: '权重', addBand: '加一段', removeBand: '减一段', bandFault: '上限应逐段增大，权重不应增大且第一段大于 0。',
    stranded: '未接入路网', leftOver: '未获服务最多的地点（{{n}} 处）', missingCapacity: '{{n}} 处设施没有填报供给，未计入：', missingPlace: '{{n}} 处设施位置不明，未计入：',
  },
  forecast: {
    heading: '需求预测', intro: '按乡镇预测目标年的老年人口和床位需求。有年龄结构的用队列存活法，没有的按您声明的增长率。', question: '怎样预测', years: '预测年份',
    lifeTable: '生命表', noLifeTable: '不用', demoLifeTable: '示例生命表（演示数据）', ownLifeTable: '自己的生命表', male: '男 ₅Lₓ（0–4 … 85+，18 个数）', female: '女 ₅Lₓ（18 个数）',
    source: '来源', growth60: '60 岁及以上年增长', growth80: '80 岁及以上年增长', growthSource: '增长率的来源', perYear: '% / 年', migration: '老年人口净迁移', beds: '床位标准', perThousand: '张 / 千名老人',
    published: '{{source}}（{{licence}}）；出生预期寿命：男 {{male}} 岁、女 {{female}} 岁。全国水平，不是本县死亡率。', mortalityRange: '死亡率上下浮动 ±', migrationRange: '净迁移上下浮动 ±', points: '个百分点', rates: '声明增长率（没有年龄结构的单元用）', growthRange: '增长率上下浮动 ±', needs: '需求标准',
    m2: '用房面积标准', m2Unit: 'm² / 每名 60 岁及以上', disabled: '60 岁及以上失能比例', disabled80: '其中 80 岁及以上', method: '方法', agesOf: '{{year}} 年', countyCohort: '核对·全县年龄',
    range: '第二行为「低–高」：各项声明浮动的端点合在一起，不是置信区间；未声明浮动时只有一个数。', areaExactly: '{{year}} 年需要用房 {{medium}} m²。', areaNeeded: '{{year}} 年需要用房 {{medium}} m²（{{low}}–{{high}}）。',
    ages: '年龄结构在“数据 → 导入数据”中按“分年龄性别人口”导入。', nothing: '请给出增长率，或选择生命表（需要年龄结构）。', incomplete: '请补全标红的栏目；声明的数都要写来源。', compute: '预测',
    result: '预测结果', past: '以前的预测', county: '全县（区）', measure: '指标', low: '低', high: '高', atLeast: '{{n}} 个单元没有数，合计为下限', bedsExactly: '{{year}} 年需要床位 {{medium}} 张。', bedsNeeded: '{{year}} 年需要床位 {{medium}} 张（{{low}}–{{high}}）。',
  },
}
