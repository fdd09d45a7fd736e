import { area, date, identityFields, text, type ImportKind } from '../field.ts'

/** 国土空间调查、规划、用途管制用地用海分类指南 (2023): first-level classes 01–24; deeper ones are pairs of digits more. */
export const landParcels: ImportKind = {
  id: 'land_parcels',
  aliases: ['land', 'parcels', 'land-parcel', '用地', '地块', '宗地'],
  label: { zh: '用地地块', en: 'land parcels' },
  geometry: 'required',
  geometryTypes: ['Polygon', 'MultiPolygon'],
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
    text('owner', '权属单位', 'owner', ['权利人', '权属', '使用权人']),
    date('asOf', '数据日期', 'as of', ['日期', '批准日期']),
  ],
}

/** Whether a code can be one of the guide's: pairs of digits, the first class 01 to 24. */
export function isLandUseCode(code: string): boolean {
  return /^(0[1-9]|1\d|2[0-4])(\d{2}){0,2}$/.test(code)
}
