import { area, text, unitFields, type ImportKind } from '../field.ts'
import type { Found, ReferenceFinder } from '../references.ts'

/** 相邻统筹: one row a member, or one row a group with its members in one cell. */
export const poolingGroups: ImportKind = {
  id: 'pooling_groups',
  aliases: ['pooling', '相邻统筹', '统筹组', '相邻统筹台账'],
  label: { zh: '相邻统筹组', en: 'pooling groups' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  refers: findMembers,
  fields: [
    text('name', '统筹组名称', 'name of the group', ['组名', '统筹组', '名称', '组别', '相邻统筹组'], { required: true, example: '示例·统筹一组' }),
    text('approval', '批复文号', 'approval number', ['批复', '批准文号', '批文号', '文号'], { example: '示例批复〔2024〕1号' }),
    text('members', '成员小区', 'member areas', ['成员', '小区名称', '小区', '统筹小区', '包含小区', '所含小区', '成员名单'], {
      required: true,
      example: '示例小区甲、示例小区乙',
      note: { zh: '小区名称或编码；每行一个，或一格内用顿号分开', en: 'Names or codes: one a row, or several in a cell' },
    }),
    ...unitFields,
  ],
}

/** The areas that a cell of members names, as written. */
function splitMembers(members: unknown): string[] {
  return typeof members === 'string' ? members.split(/[、，,;；\n]+/).map((one) => one.trim()).filter((one) => one !== '') : []
}

/** Each member by its code, else by its name. */
export function findMembers(fields: Readonly<Record<string, unknown>>, find: ReferenceFinder): Found[] {
  return splitMembers(fields.members).map((member) => {
    const byCode = find.area({ code: member })
    return 'code' in byCode ? byCode : find.area({ ...fields, code: null, name: member, column: '成员小区' })
  })
}

/** 设施配建、分摊: which floor area of which facility belongs to which residential area. */
export const facilityAllotments: ImportKind = {
  id: 'facility_allotments',
  aliases: ['allotments', '设施分摊', '设施配建', '配建分摊'],
  label: { zh: '设施配建分摊', en: 'allotments of facilities' },
  geometry: 'none',
  geometryTypes: [],
  keyed: true,
  refers: (fields, find) => [
    find.facility({ code: fields.facilityCode, name: fields.facility, column: '设施名称' }),
    find.area({ ...fields, column: '小区名称' }),
  ],
  fields: [
    {
      name: 'facilityCode',
      label: { zh: '设施编码', en: 'code of the facility' },
      columns: ['设施编号', '设施代码', 'facility_code'],
      value: { type: 'key' },
      example: 'F-001',
    },
    text('facility', '设施名称', 'name of the facility', ['养老服务设施名称', '设施', '机构名称', '配建设施'], { example: '示例·设施' }),
    {
      name: 'code',
      label: { zh: '小区编码', en: 'code of the area' },
      columns: ['小区编号', '小区代码', 'area_code'],
      value: { type: 'key' },
      example: 'A-001',
    },
    text('name', '小区名称', 'name of the area', ['住宅小区名称', '居住区名称', '小区', '服务小区', '配建小区'], { example: '示例·小区' }),
    ...unitFields,
    area('areaM2', '分摊面积㎡', 'allotted floor area', ['分摊面积', '配建面积', '配建面积㎡', '分摊建筑面积', '配建建筑面积', '面积', '建筑面积'], {
      doubtAbove: 50_000,
      example: 300,
      note: { zh: '不填：按户数比例分摊', en: 'Left empty: a share pro rata to households' },
    }),
  ],
}
