import type { Found, ReferenceFinder } from '../references.ts'
import { area, choice, date, identityFields, text, type ImportKind } from '../field.ts'

/** 国土空间调查、规划、用途管制用地用海分类指南 (2023): first-level classes 01–24; deeper ones are pairs of digits more. */
export const landParcels: ImportKind = {
  id: 'land_parcels',
  aliases: ['land', 'parcels', 'land-parcel', '用地', '地块', '宗地'],
  label: { zh: '用地地块', en: 'land parcels' },
  geometry: 'required',
  geometryTypes: ['Polygon', 'MultiPolygon'],
  refers: (fields, find) => (typeof fields.facility === 'string' ? [findFacility(fields.facility, find)] : []),
  fields: [
    ...identityFields('地块名称', 'name of the parcel', ['地块', '宗地名称', '项目名称'], false),
    {
      name: 'landUseCode',
      label: { zh: '用地用海分类代码', en: 'land use code' },
      columns: ['用地代码', '用地性质代码', '地类编码', '用地用海代码', '规划用地代码', '地类代码', 'dlbm', 'ydxzdm', 'land_use_code'],
      value: { type: 'key' },
      required: true,
      example: '080701',
      note: {
        zh: '《国土空间调查、规划、用途管制用地用海分类指南》代码，2、4 或 6 位，前导零不可省',
        en: 'Code of the national classification, 2, 4 or 6 digits with its leading zero',
      },
    },
    text('landUseName', '用地用海分类名称', 'land use', ['用地性质', '用地名称', '地类名称', '规划用途', 'dlmc', 'ydxzmc']),
    area('areaM2', '面积㎡', 'area', ['面积', '用地面积', '地块面积', '宗地面积', '图斑面积', 'tbmj']),
    choice('phase', '现状/规划', 'current or planned', ['现状规划', '用地状态', '现状或规划', '建设状态', 'phase'], {
      current: ['现状', '已建', '现状用地', '已供'],
      planned: ['规划', '规划用地', '未建', '待建', '预留'],
    }),
    text('facility', '所属设施', 'facility', ['关联设施', '设施名称', '对应设施', '养老设施', '所属养老设施'], {
      note: { zh: '已导入设施的编码或名称', en: 'Code or name of a facility that is stored' },
    }),
    choice('misused', '改变用途', 'changed to another use', ['是否改变用途', '改变用途情况', '擅自改变用途', '用途改变'], {
      yes: ['是', '有', '已改变', '√', '✓', '改变', 'yes'],
      no: ['否', '无', '未改变', '×', '✗', 'no'],
    }),
    text('note', '备注', 'note', ['说明']),
    text('owner', '权属单位', 'owner', ['权利人', '权属', '使用权人']),
    date('asOf', '数据日期', 'as of', ['日期', '批准日期']),
  ],
}

/** A parcel names its facility in one column: by its code, else by its name. */
export function findFacility(word: string, find: ReferenceFinder): Found {
  const byCode = find.facility({ code: word })
  return 'code' in byCode ? byCode : find.facility({ name: word, column: '所属设施' })
}

/** Whether a code can be one of the guide's: pairs of digits, the first class 01 to 24. */
export function isLandUseCode(code: string): boolean {
  return /^(0[1-9]|1\d|2[0-4])(\d{2}){0,2}$/.test(code)
}
