import { area, choice, count, date, identityFields, placeFields, text, unitFields, type Field, type ImportKind } from '../field.ts'

const polygons = ['Polygon', 'MultiPolygon'] as const

export const regions: ImportKind = {
  id: 'regions',
  aliases: ['region', 'units', 'unit', '行政区', '行政区划', '村（社区）'],
  label: { zh: '行政区与村（社区）', en: 'regions' },
  geometry: 'optional',
  geometryTypes: ['Point', ...polygons],
  fields: [
    {
      name: 'unitCode',
      label: { zh: '12位区划代码', en: 'statistical code' },
      columns: ['区划代码', '统计用区划代码', '行政区划代码', '代码', '编码', 'code', 'unit_code', 'xzqdm', 'zldwdm'],
      value: { type: 'unit_code' },
      required: true,
      example: '360735100000',
    },
    text('name', '名称', 'name', ['区划名称', '行政区名称', '单位名称', 'name', 'xzqmc', 'zldwmc'], { required: true, example: '琴江镇' }),
    choice('level', '级别', 'level', ['层级', '行政级别', '类型', 'level'], {
      township: ['镇', '乡', '乡镇', '民族乡', 'township'],
      street: ['街道', '街道办事处', 'street'],
      community: ['社区', '居委会', '居民委员会', '居', 'community'],
      village: ['村', '行政村', '村委会', '村民委员会', 'village'],
      other: ['其他', '开发区', '农场', '林场', 'other'],
      county: ['县', '区', '县级市', '市辖区', '自治县', '县（区）', 'county'],
      prefecture: ['地级市', '市', '州', '自治州', '地区', '盟', 'prefecture'],
      province: ['省', '自治区', '直辖市', 'province'],
    }),
    {
      name: 'parentCode',
      label: { zh: '上级代码', en: 'code of the parent' },
      columns: ['上级区划代码', '父级代码', 'parent_code'],
      value: { type: 'unit_code' },
    },
    choice('urbanRuralCode', '城乡分类代码', 'urban or rural class', ['统计用城乡分类代码', '城乡分类', '城乡属性', 'urban_rural_code'], {
      '111': ['111', '主城区'],
      '112': ['112', '城乡结合区'],
      '121': ['121', '镇中心区'],
      '122': ['122', '镇乡结合区'],
      '123': ['123', '特殊区域'],
      '210': ['210', '乡中心区'],
      '220': ['220', '村庄'],
    }),
    date('validFrom', '设立日期', 'valid from', ['启用日期', '设立时间', '生效日期', 'valid_from']),
    date('validTo', '撤销日期', 'valid to', ['撤销时间', '停用日期', '失效日期', 'valid_to'], {
      note: { zh: '单元不再存在的第一天', en: 'The first day on which the unit is no more' },
    }),
    text('mergedInto', '并入单元', 'merged into', ['并入', '撤并至', '并入代码', '并入乡镇', 'merged_into'], {
      note: { zh: '12 位代码，或唯一的名称；同时填并入日期或撤销日期', en: 'A code, or a name that is unique; with a day' },
    }),
    date('mergedOn', '并入日期', 'merged on', ['撤并日期', '撤并时间', 'merged_on']),
    ...placeFields,
  ],
}

export const idlePremises: ImportKind = {
  id: 'idle_premises',
  aliases: ['idle', '闲置用房', '闲置资源'],
  label: { zh: '闲置用房', en: 'idle premises' },
  geometry: 'required',
  geometryTypes: ['Point', ...polygons],
  fields: [
    ...identityFields('闲置用房名称', 'name of the premises', ['用房名称', '房屋名称', '资产名称']),
    choice('formerUse', '原用途', 'former use', ['原使用性质', '房屋用途', '现状用途', '类型'], {
      school: ['学校', '小学', '中学', '幼儿园', '教学点'],
      office: ['办公', '办公楼', '办公用房', '村部', '机关用房'],
      workshop: ['厂房', '工厂', '车间', '仓库'],
      old_home: ['敬老院', '旧敬老院', '福利院'],
      clinic: ['卫生院', '医院', '卫生室'],
      commercial: ['商业', '商铺', '门面', '酒店', '宾馆', '招待所'],
      housing: ['住宅', '公租房', '宿舍'],
      other: ['其他'],
    }),
    ...unitFields,
    text('address', '地址', 'address', ['详细地址', '坐落', '位置']),
    area('floorAreaM2', '建筑面积㎡', 'floor area', ['建筑面积', '面积', '总建筑面积', '房屋面积'], { doubtAbove: 200_000, example: 1500 }),
    area('landAreaM2', '用地面积㎡', 'land area', ['用地面积', '占地面积', '土地面积'], { doubtAbove: 500_000 }),
    text('owner', '权属单位', 'owner', ['产权单位', '产权人', '所有人', '权属', '产权']),
    ...placeFields,
  ],
}

export const settlements: ImportKind = {
  id: 'settlements',
  aliases: ['settlement', '安置点', '自然村'],
  label: { zh: '安置点、自然村', en: 'settlements' },
  geometry: 'required',
  geometryTypes: ['Point', ...polygons],
  fields: [
    ...identityFields('安置点名称', 'name of the settlement', ['自然村名称', '自然村', '集中安置点', '安置点']),
    ...unitFields,
    count('households', '户数', 'households', ['安置户数', '总户数'], { doubtAbove: 20_000 }),
    count('residents', '人口', 'people', ['人数', '安置人数', '安置人口', '总人口', '搬迁人口', '户籍人口', '常住人口'], {
      doubtAbove: 80_000,
    }),
    count('residents60Plus', '60岁以上人口', 'people 60+', ['60岁及以上', '老年人口', '60岁以上'], { doubtAbove: 40_000 }),
    ...placeFields,
  ],
}

const polygonIdentity = (zh: string, en: string, columns: readonly string[]): Field[] => identityFields(zh, en, columns, false)

export const planningUnits: ImportKind = {
  id: 'planning_units',
  aliases: ['planning-unit', '详细规划单元', '详规单元', '控规单元'],
  label: { zh: '详细规划单元', en: 'detailed planning units' },
  geometry: 'required',
  geometryTypes: polygons,
  fields: [
    {
      name: 'code',
      label: { zh: '单元编号', en: 'unit code' },
      columns: ['编码', '编号', '单元编码', '规划单元编码', 'code', 'ghdybh'],
      value: { type: 'key' },
      required: true,
    },
    text('name', '单元名称', 'name', ['名称', 'name', 'ghdymc']),
    count('plannedResidents', '规划人口', 'planned people', ['规划常住人口', '人口规模'], { doubtAbove: 1_000_000 }),
    area('areaM2', '面积㎡', 'area', ['面积', '用地面积', '单元面积']),
  ],
}

export const developmentBoundary: ImportKind = {
  id: 'development_boundary',
  aliases: ['development-boundaries', '城镇开发边界', '开发边界'],
  label: { zh: '城镇开发边界', en: 'urban development boundary' },
  geometry: 'required',
  geometryTypes: polygons,
  fields: [
    ...polygonIdentity('名称', 'name', ['边界名称']),
    text('zone', '分区', 'zone', ['区域类型', '分区类型', '类型']),
    area('areaM2', '面积㎡', 'area', ['面积']),
  ],
}

export const controlAreas: ImportKind = {
  id: 'control_areas',
  aliases: ['control', '管控区', '灾害'],
  label: { zh: '管控区', en: 'control areas' },
  geometry: 'required',
  geometryTypes: polygons,
  notice: {
    zh: '涉密数据不得导入。永久基本农田、生态保护红线等管控数据只用于回答「是否压占、压占多少平方米」，不切片、不导出、不打印',
    en: 'Classified data must not be imported. Control layers only answer whether a site touches one, and by how many m²; they are never tiled, exported or printed',
  },
  fields: [
    ...polygonIdentity('名称', 'name', ['图斑名称', '管控区名称']),
    choice(
      'control',
      '管控类型',
      'kind of control',
      ['类型', '管控类别', '管控区类型'],
      {
        farmland: ['永久基本农田', '基本农田'],
        ecology: ['生态保护红线', '生态红线'],
        hazard: ['灾害', '地质灾害', '地质灾害隐患', '洪涝', '易发区', '灾害风险区'],
        other: ['其他'],
      },
      { required: true },
    ),
    area('areaM2', '面积㎡', 'area', ['面积', '图斑面积', 'tbmj']),
    date('asOf', '数据日期', 'as of', ['日期', '更新日期']),
  ],
}
