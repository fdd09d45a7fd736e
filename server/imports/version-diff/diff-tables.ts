import type { VersionedTable } from '../../db/tables.ts'

/**
 * What a comparison may say of a table's records. `counts`: of what is packed, not records that people keep. `names`: of
 * what may be classified neither outline nor place is ever read back (domain.md, Controlled layers).
 */
export const diffOfTable: Record<VersionedTable, 'fields' | 'names' | 'counts'> = {
  county_units: 'fields',
  unit_mergers: 'fields',
  study_areas: 'fields',
  population_counts: 'fields',
  population_cells: 'counts',
  residential_areas: 'fields',
  facilities: 'fields',
  facility_allotments: 'fields',
  road_networks: 'counts',
  county_settings: 'fields',
  elevation_grids: 'counts',
  settlements: 'fields',
  idle_premises: 'fields',
  control_areas: 'names',
  land_parcels: 'fields',
  sync_stages: 'fields',
  register_entries: 'fields',
  community_rooms: 'fields',
  pooling_groups: 'fields',
  county_statistics: 'fields',
  unit_tags: 'fields',
  checklist_entries: 'fields',
}

/** What a record is called, where it has no name of its own: the first of these that is filled, or those that tell it apart. */
const namedBy: Partial<Record<VersionedTable, readonly string[]>> = {
  unit_mergers: ['old_unit_code', 'new_unit_code'],
  population_counts: ['role', 'name', 'unit_id'],
  facility_allotments: ['facility_id', 'residential_area_id'],
  land_parcels: ['parcel_code'],
  sync_stages: ['residential_area_id', 'stage'],
  county_statistics: ['key'],
  unit_tags: ['unit_id', 'tag'],
  checklist_entries: ['rule_id'],
  county_settings: [],
}

export function nameRecord(table: VersionedTable, words: Readonly<Record<string, string | null>>): string {
  return (namedBy[table] ?? ['name'])
    .map((column) => words[column])
    .filter((part) => part !== null && part !== undefined && part !== '')
    .join(' · ')
}

/** Columns that hold ids of units, areas or facilities: shown by name. */
export const idColumn = /(^|_)(unit|community|parent|residential_area|facility)_ids?$/

const labels: Record<string, string> = {
  name: '名称|name', name_en: '英文名称|English name', unit_code: '区划代码|unit code', level: '级别|level', parent_id: '上级单元|parent',
  urban_rural_code: '城乡分类代码|urban-rural code', place_class: '城乡|city or country', boundary_note: '边界说明|note on the boundary',
  centre: '驻地（经度, 纬度）|seat (lon, lat)', boundary: '范围（面积 · 折点数 · 校验）|outline (area · corners · hash)', valid_from: '启用日期|in force from',
  valid_to: '停用日期|in force until', old_unit_code: '原代码|old code', new_unit_code: '新代码|new code', merged_on: '合并日期|merged on', note: '说明|note',
  role: '类别|role', unit_id: '所属单元|unit', community_id: '社区|community', reason: '原因|reason', as_of: '截至日期|as of', source: '来源|source',
  residents: '常住人口|residents', residents_60_plus: '60岁以上|aged 60 and over', residents_80_plus: '80岁以上|aged 80 and over', households: '户数|households',
  area_code: '编码|code', build_class: '新建/老旧/已建|new, old or existing', permit_date: '许可日期|permit date', planning_condition_date: '规划条件日期|date of the planning condition',
  completion_date: '竣工日期|completed on', phase: '分期|phase', households_planned: '规划户数|households planned', households_completed: '竣工户数|households completed',
  households_occupied: '入住户数|households occupied', demo: '演示数据|demonstration', entrances: '出入口|entrances', facility_code: '编码|code', facility_types: '类型|types',
  address: '地址|address', floor_area_m2: '建筑面积㎡|floor area m²', land_area_m2: '用地面积㎡|land area m²', beds: '床位数|beds', nursing_beds: '护理型床位|nursing beds',
  medical_beds: '医疗床位|medical beds', residents_in_care: '入住人数|residents in care', elders_served: '服务老人数|elders served', status: '状态|status',
  current_use: '现状用途|current use', tenure: '权属|tenure', operator_kind: '运营主体|operator', acquisition: '取得方式|acquired by', ownership: '公办/民办|ownership',
  rating: '等级|grade', project: '项目|project', project_year: '项目年份|year of the project', tier_level: '层级|tier', four_helps_five_haves: '四助五有|四助五有',
  medical_kind: '医疗机构类型|medical kind', hospital_grade: '医院等级|hospital grade', geriatrics: '老年医学科|geriatrics', medical_partner: '协作医疗机构|medical partner',
  own_land: '独立占地|on land of its own', location: '位置（经度, 纬度）|place (lon, lat)', facility_id: '设施|facility', residential_area_id: '小区|residential area',
  area_m2: '面积㎡|area m²', settings: '设置|settings', settlement_code: '编码|code', kind: '种类|kind', premises_code: '编码|code', owner: '产权人|owner',
  transition_until: '过渡期至|transition until', parcel_code: '地块编码|parcel code', land_use: '用地用海分类|land use', misused: '改作他用|misused', stage: '环节|stage', state: '状态|state',
  done_on: '完成日期|done on', residential_area_ids: '小区|residential areas', built_year: '建成年份|built in', problem: '问题|problem', measure: '措施|measure',
  deadline: '期限|deadline', responsible: '责任单位|responsible', eldercare_free_m2: '可用于养老㎡|free for eldercare m²', approval: '批复文号|approval', key: '统计项|statistic',
  value: '数值|value', tag: '标签|tag', rule_id: '条款|rule', document: '文件|document',
}

/** A column that has no label yet goes by its own name. */
export function labelOf(column: string): { zh: string; en: string } {
  const [zh, en] = (labels[column] ?? `${column}|${column}`).split('|')
  return { zh, en }
}
