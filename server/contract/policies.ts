import type { RuleKind } from '../core/policy/pack.ts'
import type { PlaceClassBasis } from '../core/policy/place-class.ts'
import { bilingual, errorReply, z } from './common.ts'

export const ruleKind = z.enum([
  'service_circle',
  'area_per_100hh',
  'compliance_rate',
  'admin_coverage',
  'per_capita_land',
  'ratio',
  'count',
  'per_thousand',
  'capacity_limit',
  'proximity',
  'land_constraint',
  'network_completeness',
  'inventory',
  'workflow',
] satisfies RuleKind[])

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
const choiceValue = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Lower case letters, digits, hyphens: a file name and part of an address. */
export const packId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/)
  .describe('政策包代码，与文件名一致 / id of the pack, also its file name')

export const packDocument = z.strictObject({
  title: z.string().min(1).describe('文件全名 / title as printed'),
  number: z.string().min(1).nullable().describe('文号，没有填 null / document number'),
  issued: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .nullable()
    .describe('印发日期：YYYY、YYYY-MM 或 YYYY-MM-DD / date of issue'),
  status: z.enum(['in_force', 'draft']).describe('in_force 正式；draft 征求意见稿（每一份输出都会标注）'),
  statusText: z.string().min(1).describe('正式印发、征求意见稿 … / the status in words'),
  period: z.tuple([z.number().int().min(1990).max(2100), z.number().int().min(1990).max(2100)]).describe('规划期首年、末年 / first and last year'),
  ageBase: z.string().min(1).nullable().describe('老年人口口径，未写明填 null / whom the plan counts as elders'),
})

export const packRegion = z.strictObject({
  code: z.string().regex(/^\d{6}$/).describe('六位行政区划代码 / six-digit code'),
  name: z.string().min(1),
  level: z.enum(['county', 'prefecture']),
})

export const packChoice = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/).describe('小写字母、数字、下划线 / lower case'),
  label: words,
  reason: words.describe('默认值为何如此 / why the default is what it is'),
  default: choiceValue,
  options: z
    .array(z.strictObject({ value: choiceValue, label: words }))
    .min(2)
    .nullable()
    .describe('可选值；null 表示在 least 与 most 之间填数，或 form: date 填日期'),
  least: z.number().nullable(),
  most: z.number().nullable(),
  unit: z.string().min(1).nullable(),
  form: z.literal('date').optional(),
  adopts: z.boolean().describe('true：选了非默认值即显示「采用标准：…，非本规划规定」'),
})

export const choiceReference = z
  .strictObject({ choice: z.string().describe('choices 中声明的 id / id of a declared choice') })
  .describe('由用户选择的值 / a value that the user may choose')

/** With every choice made. */
export const strictPlaceClass = z.strictObject({
  by: z.enum(['statistical', 'boundary_share', 'boundary_point'] satisfies PlaceClassBasis[]),
  cityShare: z.number().gt(0).max(1),
})

/** As written; may be left out: the statistical class then. */
const placeClass = z
  .strictObject({
    by: z.union([strictPlaceClass.shape.by, choiceReference]).describe('城乡按什么划分：statistical 统计用城乡分类；boundary_share 城镇开发边界内面积占比；boundary_point 代表点是否在边界内'),
    cityShare: z.union([strictPlaceClass.shape.cityShare, choiceReference]).describe('边界内占比达到多少算城市，0.5 即一半 / share inside that makes it city'),
  })
  .optional()

export const ruleTarget = z.strictObject({
  when: z.union([z.number().int().min(1990).max(2100), z.string().min(1)]).describe('年份；standing 长期有效；或照原文（十四五 …）'),
  value: z
    .union([z.number(), z.string().min(1), z.record(z.string().min(1), z.number())])
    .describe('数值（比例写小数）、定性文字，或各部分数值 / a number (shares as fractions), words, or a number for each part'),
})

/** What a rule says apart from how it is computed; the same for computed and reported ones. */
export const clauseFields = {
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/).describe('规则编号，包内唯一 / unique in the pack'),
  name: z.string().min(1).describe('指标名称，照原文 / name as printed'),
  ref: z.string().min(1).describe('章、节、表、专栏 / chapter, section, table'),
  quote: z.string().min(1).describe('原文摘录，须与规划文本一字不差（空白除外） / verbatim clause'),
  unit: z.string().min(1).nullable(),
  targets: z.array(ruleTarget),
  baseline: z.array(ruleTarget).describe('规划印出的基期值 / printed starting values'),
  nature: z.enum(['约束性', '预期性', '未标注']),
}

export const ruleFields = {
  ...clauseFields,
  printed: z.strictObject({ numerator: z.string().min(1).nullable(), denominator: z.string().min(1).nullable(), scope: z.string().min(1).nullable() }),
  op: z.enum(['>=', '>', '<=', '<', '==', '~', 'exists', 'none']).nullable(),
  mode: z.enum(['computed', 'computed_with_assumption', 'ledger', 'checklist', 'manual']),
  assumption: words.nullable().describe('规划未写明之处，以及本包如何声明 / what the plan leaves open and what is declared'),
  conflict: words.nullable().describe('规划自相矛盾之处 / where the plan contradicts itself'),
}

export const reportedRule = z.strictObject(clauseFields)

export const packHead = {
  format: z.literal(1),
  id: packId,
  region: packRegion,
  document: packDocument,
  baseline: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.number()).describe('规划印出的现状数，仅供阅读 / printed figures, for reading only'),
  remarks: z.array(words).describe('规划自身的矛盾与空缺 / printed contradictions and gaps'),
  choices: z.array(packChoice),
  placeClass,
}

/** A pack as the API sends it; `compute` holds what its kind asks, with the declared choices named in it. */
export const policyPack = z
  .strictObject({
    ...packHead,
    rules: z.array(z.strictObject({ ...ruleFields, kind: ruleKind, compute: z.record(z.string(), z.unknown()) })),
    reported: z.array(reportedRule),
  })
  .openapi('PolicyPack')

const origin = z.enum(['built_in', 'uploaded'])

export const policyListItem = z
  .object({
    id: packId,
    title: z.string(),
    region: packRegion,
    status: packDocument.shape.status,
    statusText: z.string(),
    period: packDocument.shape.period,
    ruleCount: z.number().int(),
    reportedCount: z.number().int(),
    /** Only kinds that occur. */
    countsByKind: z.partialRecord(ruleKind, z.number().int()),
    origin,
    /** Of an uploaded pack, counted from 1; null for one that comes with the product. */
    version: z.number().int().nullable(),
    contentHash: z.string(),
  })
  .openapi('PolicyListItem')
export type PolicyListItem = z.infer<typeof policyListItem>

export const policyList = z.array(policyListItem)
export const policyDetail = z.object({ origin, version: z.number().int().nullable(), contentHash: z.string(), pack: policyPack }).openapi('PolicyDetail')
export type PolicyDetail = z.infer<typeof policyDetail>

export const policyVersionQuery = z.object({ version: z.coerce.number().int().min(1).optional() })

/** The pack's file as text. JSON around it, because a write that other web pages could send unasked is not accepted. */
export const policyUpload = z.strictObject({ yaml: z.string() }).openapi('PolicyUpload')

export const policyCheck = z
  .object({
    problems: z.array(errorReply.shape.error.shape.problems.unwrap().element),
    /** What would be stored; null while an error stands. */
    preview: z
      .object({ summary: policyListItem.omit({ origin: true, version: true, contentHash: true }), choices: z.array(z.object({ id: z.string(), label: bilingual, default: choiceValue })) })
      .nullable(),
  })
  .openapi('PolicyCheck')
export type PolicyCheck = z.infer<typeof policyCheck>

export const policyStored = z.object({ id: packId, version: z.number().int(), created: z.boolean(), contentHash: z.string() }).openapi('PolicyStored')
export type PolicyStored = z.infer<typeof policyStored>
