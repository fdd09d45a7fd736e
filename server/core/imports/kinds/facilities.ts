import { area, choice, count, date, identityFields, placeFields, text, unitFields, type ImportKind } from '../field.ts'

/** The types of the plans' rules, the words that the five plans print and those that offices write; the codes are the contract's. */
export const facilityTypeWords = {
  day_care: ['日间照料中心', '日间照料', '社区日间照料中心', '老年人日间照料中心', '照料中心', '日照中心', '社区日间照料机构', '农村社区日间照料机构', '日间照料机构'],
  community_complex: ['社区养老综合体', '养老服务综合体', '综合体', '社区养老服务综合体'],
  community_center: ['社区养老服务中心', '社区养老服务站', '养老服务站', '养老服务中心', '居家养老服务中心', '居家养老服务站', '社区居家养老服务中心', '城市社区养老服务中心', '居家和社区养老服务站点', '居家和社区养老服务站'],
  embedded_home: ['嵌入式养老院', '社区嵌入式养老院', '嵌入式养老机构', '嵌入式', '长者照护之家', '嵌入式养老服务机构', '嵌入式中小微养老机构'],
  regional_center: ['区域性养老服务中心', '区域养老服务中心', '片区养老服务中心', '乡镇区域养老服务中心', '农村区域养老服务中心', '具备综合功能的养老服务机构', '综合服务功能的养老服务机构', '综合服务功能的养老服务中心'],
  township_home: ['敬老院', '乡镇敬老院', '农村敬老院', '中心敬老院', '乡镇特困人员供养服务设施'],
  county_support_home: ['县级福利院', '县级特困供养机构', '社会福利院', '福利院', '特困人员供养机构', '县级供养机构', '县级失能特困人员养护院', '县级特困人员供养服务设施', '县级失能特困人员供养服务机构', '县级特困失能人员集中照护机构'],
  mutual_aid: ['互助养老点', '互助幸福院', '农村幸福院', '幸福院', '互助养老设施', '农村互助养老点', '互助养老服务设施', '村级互助养老服务点', '村级互助养老服务设施', '农村互助养老服务设施', '农村互助养老院', '颐养之家'],
  meal_point: ['助餐点', '老年助餐点', '老年食堂', '幸福食堂', '社区食堂', '长者食堂', '社区老年人助餐点', '老年幸福食堂'],
  rural_meal_table: ['幸福餐桌', '农村幸福餐桌', '老饭桌', '农村老年饭桌助餐点', '农村老年饭桌', '老年饭桌'],
  residential_ancillary: ['小区配建', '小区配建养老服务设施', '配建养老服务用房', '配建用房', '住宅小区配建', '小区配套养老服务设施用房', '小区配建养老服务设施用房', '小区配套养老服务设施'],
  care_institution: ['养老机构', '养老院', '民办养老院', '公办养老院', '老年公寓', '护理院'],
  group_site: ['集中点', '集中照护点', '养老集中点', '组级站点'],
  medical_integrated: ['医养结合机构', '医养结合', '两院一体', '医养结合服务中心', '医养融合机构'],
  medical: ['医疗机构', '卫生院', '社区卫生服务中心', '社区卫生服务站', '综合医院', '乡镇卫生院', '村卫生室'],
  dementia_unit: ['认知障碍照护专区', '认知症照护', '失智照护', '失智照护机构', '失智照护单元'],
  emergency_center: ['应急救援中心', '养老应急救援中心', '养老服务应急救援中心'],
  elder_university: ['老年大学'],
  elder_university_branch: ['老年大学分校', '老年大学教学点'],
  elder_learning_point: ['老年学习点', '老年教育学习点', '老年大学学习点', '老年学校', '学习点'],
  smart_care_home: ['智慧养老院'],
  smart_care_community: ['智慧养老社区'],
  safety_net_home: ['兜底保障机构', '兜底保障', '兜底保障养老机构'],
  nursing_demonstration_home: ['护理型示范机构', '示范性护理机构'],
} as const

const yesNoWords = {
  yes: ['是', '有', '√', '✓', '1', '已', 'Y', 'y', 'yes'],
  no: ['否', '无', '×', '✗', '0', '未', 'N', 'n', 'no'],
} as const
/** The nine of 四助五有 in the order in which 石城's plan prints them (第三章第三节三), with other words of offices. */
const fourHelps = ['助餐', '助安', '助医', '助娱'].map((word) => [word, `四助${word}`, `${word}服务`])
const fiveHas = [['有场所', '有场地'], ['有设备'], ['有经费'], ['有队伍', '有人员'], ['有制度']].map((words) => [...words, `五${words[0]}`])

/** 设施台账 (domain.md, The two ledgers). */
export const facilities: ImportKind = {
  id: 'facilities',
  aliases: ['facility', '设施', '养老服务设施', '设施台账'],
  label: { zh: '养老服务设施', en: 'facilities' },
  geometry: 'optional',
  geometryTypes: ['Point'],
  fields: [
    ...identityFields('设施名称', 'name of the facility', ['机构名称', '养老服务设施名称', '设施', '养老机构名称', '单位名称']),
    choice('types', '类型', 'types', ['设施类型', '设施类别', '类别', '机构类型', 'type', 'types'], facilityTypeWords, {
      many: true,
      required: true,
      example: '日间照料中心',
    }),
    ...unitFields,
    text('address', '地址', 'address', ['详细地址', '设施地址', '所在地址', 'address'], { example: '示例路1号' }),
    ...placeFields,
    area('floorAreaM2', '建筑面积㎡', 'floor area', ['建筑面积', '总建筑面积', '用房面积', '房屋面积', 'floor_area_m2'], {
      doubtAbove: 200_000,
      example: 860,
    }),
    area('landAreaM2', '用地面积㎡', 'land area', ['用地面积', '占地面积', '土地面积', 'land_area_m2'], {
      doubtAbove: 500_000,
      example: 1200,
    }),
    count('beds', '床位数', 'beds', ['床位', '总床位', '总床位数', '养老床位', '核定床位数', '床位总数', 'beds'], {
      doubtAbove: 3000,
      example: 50,
    }),
    count('nursingBeds', '护理型床位', 'nursing beds', ['护理型床位数', '护理床位', '护理床位数', 'nursing_beds'], {
      doubtAbove: 3000,
      example: 30,
    }),
    count('residentsIn', '在住人数', 'people living in', ['入住人数', '在院人数', '实际入住人数', '在住老人数', '入住老人数'], {
      doubtAbove: 3000,
    }),
    choice(
      'status',
      '运营状态',
      'status',
      ['状态', '使用状态', '运营情况', '运营现状', 'status'],
      {
        planned: ['规划', '拟建', '待建', '规划中'],
        building: ['在建', '建设中', '装修中', '改造中'],
        operating: ['运营', '运营中', '正常', '正常运营', '在用', '使用中', '已运营', '开放', '营业'],
        idle: ['闲置', '空置', '未启用', '未运营', '暂停', '暂停运营', '停用'],
        closed: ['关闭', '撤销', '注销', '关停', '已关闭', '停业'],
      },
      { example: '运营' },
    ),
    choice(
      'currentUse',
      '现状用途',
      'current use',
      ['现用途', '实际用途', 'current_use'],
      { eldercare: ['养老', '养老服务', '养老用房', '养老服务用房', '日间照料', '助餐', '居家养老', '正常使用'] },
      { others: true },
    ),
    choice('tenure', '权属', 'tenure', ['产权', '产权性质', '房屋权属', 'tenure'], {
      public_owned: ['公有', '国有', '政府所有', '公建'],
      collective: ['集体', '集体所有', '村集体'],
      private_owned: ['自有', '私有', '民有'],
      leased: ['租赁', '租用', '租借'],
    }),
    choice('operatorKind', '运营方式', 'operator', ['运营主体', '运营性质', '运营类型', '机构性质', 'operator_kind'], {
      public: ['公办', '公办公营', '公建公营', '政府运营', '公营'],
      public_private: ['公建民营', '公办民营', '委托运营', '政府购买服务', '民办公助'],
      private: ['民办', '民营', '社会力量', '社会运营', '企业运营', '民建民营'],
      village: ['村集体', '村级自办', '村委会', '村集体运营', '社区自营'],
    }),
    choice('acquisition', '取得方式', 'how it was got', ['获取方式', '配建方式', 'acquisition'], {
      ancillary: ['配建', '配套建设', '同步配建'],
      built: ['新建', '自建', '独立新建'],
      bought: ['购买', '购置', '回购'],
      leased: ['租赁', '租用'],
      exchanged: ['置换', '调换'],
      converted: ['改造', '改建', '改扩建', '改造利用'],
    }),
    text('grade', '等级', 'grade', ['星级', '评定等级', '机构等级']),
    ...[...fourHelps, ...fiveHas].map(([word, ...others], i) => choice(`check${i + 1}`, word, word, others, yesNoWords)),
    count('eldersServed', '服务人数', 'elders served', ['服务老年人数', '服务老人数', '服务老年人人数', '月服务人数']),
    text('medicalPartner', '签约医疗机构', 'contracted clinic', ['签约医院', '协议医疗机构', '合作医疗机构']),
    date('openedOn', '建成时间', 'built on', ['建成日期', '投用时间', '投入使用时间', '启用时间', '开业时间', '成立时间']),
  ],
}
