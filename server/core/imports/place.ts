import type { Geometry } from 'geojson'
import type { LonLat } from '../lonlat.ts'
import { findCrs, resolveCrs, type KnownCrs } from './crs.ts'
import { createToLonLat, isWhereGcjApplies, type ToLonLat } from './datum.ts'
import { doubtCrs, mismatch, standSwapped } from './doubt-crs.ts'
import { findDatumEvidence } from './datum-evidence.ts'
import { pointOf, type Draft, type Findings } from './draft.ts'
import { checkPlace, hasWrongWinding, mapPositions, positionsOf } from './geometry.ts'
import { plainText } from './plain-text.ts'
import { looksLikeDegrees, offerCrs, proposeCrs } from './propose-crs.ts'
import type { RawTable } from './raw-table.ts'
import { whereIs, type ImportContext } from './region.ts'
import type { Question } from './report.ts'

export interface PlaceOptions {
  /** What the user says the coordinates are; beats what the file says. */
  crs?: KnownCrs
  answers: Readonly<Record<string, string>>
}

export interface Placed {
  crs: KnownCrs | undefined
  questions: Question[]
  /** The two columns or numbers stand the wrong way round: nothing is taken until somebody says so. */
  swapped: boolean
  /** Whether the geometries are longitude and latitude now; else they are still the file's own numbers. */
  converted: boolean
}

/**
 * Turns the geometries of a table into longitude and latitude, and holds them against the region. What cannot be known is
 * asked: an unnamed system, one that contradicts the numbers, axes the wrong way round, a shift that betrays GCJ-02.
 */
export function placeDrafts(
  drafts: readonly Draft[],
  table: Pick<RawTable, 'crs'> & { format: string },
  findings: Findings,
  options: PlaceOptions,
  context: ImportContext,
): Placed {
  const located = drafts.filter(({ geometry, refused, placed }) => geometry && !refused && !placed)
  const byHand = drafts.filter(({ geometry, refused, placed }) => geometry && !refused && placed)
  const nothing: Placed = { crs: options.crs, questions: [], swapped: false, converted: false }
  if (located.length === 0) {
    if (byHand.length === 0) return nothing
    const question = checkRegion(byHand, degrees, [], findings, options, context)
    return { crs: options.crs ?? degrees, questions: question && question !== 'swapped' ? [question] : [], swapped: question === 'swapped', converted: true }
  }
  if (options.answers.AXIS_SWAP === 'swap') for (const draft of located) draft.geometry = mapPositions(draft.geometry!, (x, y) => [y, x])
  const positions = located.flatMap(({ geometry }) => positionsOf(geometry!))
  if (standSwapped(positions, options.crs, context)) return { ...nothing, swapped: true }

  const stated = stateCrs(located, table, options, positions, findings, context)
  if ('question' in stated) return { ...nothing, questions: [stated.question] }
  const doubt = doubtCrs(stated.crs, positions, context)
  if (doubt === 'swapped') return { ...nothing, swapped: true }
  if (doubt) return { ...nothing, crs: stated.crs, questions: [doubt] }

  const isText = /geojson|json|csv|kml|xlsx/.test(table.format)
  if (isText && stated.crs.geographic && !stated.crs.approximate) notePrecision(located, findings)
  for (const draft of located) {
    draft.geometry = convert(draft, stated.toLonLat)
    for (const { code, refuses, words, value, fix } of checkPlace(draft.geometry))
      findings.row(refuses ? 'error' : 'warning', draft, code, words, { value, fix })
    if (table.format === 'geojson' && !draft.refused && hasWrongWinding(draft.geometry)) {
      findings.row('warning', draft, 'GEOM_WINDING', {
        zh: '面的环绕方向与 RFC 7946 相反，已按面积正确读取',
        en: 'Rings run against RFC 7946; read with the right area',
      })
    }
  }
  const sound = located.filter(({ refused }) => !refused)
  const question = checkRegion([...sound, ...byHand], stated.crs, positions, findings, options, context) ?? checkDatum(sound, stated.crs, options, context)
  if (question === 'swapped') return { ...nothing, swapped: true }
  return { crs: stated.crs, questions: question ? [question] : [], swapped: false, converted: true }
}

/** What a place put on the map is in, where no other place says what the file is in. */
const degrees = findCrs('EPSG:4490')!

type Stated = { crs: KnownCrs; toLonLat: (draft: Draft) => ToLonLat } | { question: Question }

function stateCrs(
  located: readonly Draft[],
  table: Pick<RawTable, 'crs'>,
  options: PlaceOptions,
  positions: number[][],
  findings: Findings,
  context: ImportContext,
): Stated {
  const declared = resolveCrs(table.crs)
  if (options.crs) {
    if ('crs' in declared && !isSame(declared.crs, options.crs)) {
      findings.file(
        'warning',
        'CRS_OVERRIDDEN',
        {
          zh: `文件声明 ${declared.crs.label.zh}，按指定的 ${options.crs.label.zh} 处理`,
          en: `The file declares ${declared.crs.label.en}; taken as ${options.crs.label.en}, as told`,
        },
        { value: declared.crs.id },
      )
    }
    return one(options.crs)
  }
  const byRow = rowSystems(located)
  if (byRow) return byRow
  if ('crs' in declared) {
    if (declared.computed)
      findings.file('warning', 'CRS_COMPUTED', {
        zh: `按文件给出的参数换算：${declared.crs.label.zh}`,
        en: `Computed from the parameters in the file: ${declared.crs.label.en}`,
      })
    return one(declared.crs)
  }
  const proposals = proposeCrs(positions, context.region)
  const { options: offered, hint } = offerCrs(proposals, positions)
  if ('declared' in declared) {
    return {
      question: {
        code: 'CRS_DECLARED',
        message: {
          zh: `文件声明的坐标系「${declared.declared}」不在可换算之列，请选择坐标系，或转换为 CGCS2000 后再导入`,
          en: `The file declares ${declared.declared}, which is not converted here: choose the system, or convert to CGCS2000 first`,
        },
        options: offered,
        option: '--crs',
      },
    }
  }
  noteSuspicion(located, positions, findings, context)
  return {
    question: {
      code: 'CRS_UNKNOWN',
      message: {
        zh: hint ? `文件没有说明坐标系；${hint.zh}` : '文件没有说明坐标系，请选择（高德、腾讯地图取点为 GCJ-02，百度为 BD-09，测绘成果多为 CGCS2000）',
        en: `The file does not name its coordinate system: ${hint?.en ?? 'choose it'}`,
      },
      options: offered,
      option: '--crs',
    },
  }
}

/** Degrees in China whose datum nobody states may well come from a web map: said with what speaks for it. */
function noteSuspicion(located: readonly Draft[], positions: number[][], findings: Findings, context: ImportContext): void {
  if (!looksLikeDegrees(positions) || !positions.some(([x, y]) => isWhereGcjApplies(x, y))) return
  const evidence = findDatumEvidence(rowsOf(located), context)
  findings.file(
    'question',
    'GCJ_SUSPECT',
    {
      zh: `坐标基准未说明，可能是 GCJ-02（较真实位置偏移 300–700 m）${evidence ? `：${evidence.words.zh}` : ''}`,
      en: `The datum is not stated and may be GCJ-02, 300–700 m off${evidence ? `: ${evidence.words.en}` : ''}`,
    },
    {
      fix: {
        zh: '请选择坐标系；不能确定时请与道路或已知地点对照',
        en: 'Choose the system; compare with roads or known places where unsure',
      },
    },
  )
}

/** A ledger says the system row by row; all rows with a place must, in words that are known. */
function rowSystems(located: readonly Draft[]): Stated | undefined {
  const systems = located.map(({ crsWords }) => (crsWords === null ? undefined : findCrs(crsWords)))
  if (systems.some((crs) => crs === undefined)) return undefined
  const converters = new Map(systems.map((crs) => [crs!.id, createToLonLat(crs!)]))
  const crs = systems.find((one) => one!.approximate) ?? systems[0]!
  return { crs, toLonLat: (draft) => converters.get(findCrs(draft.crsWords!)!.id)! }
}

function one(crs: KnownCrs): Stated {
  const toLonLat = createToLonLat(crs)
  return { crs, toLonLat: () => toLonLat }
}

function isSame(a: KnownCrs, b: KnownCrs): boolean {
  return a.id === b.id || (a.geographic && b.geographic && !a.approximate && !b.approximate)
}

function checkRegion(
  sound: readonly Draft[],
  crs: KnownCrs,
  positions: readonly number[][],
  findings: Findings,
  options: PlaceOptions,
  context: ImportContext,
): Question | 'swapped' | undefined {
  const { region } = context
  if (!region || sound.length === 0) return undefined
  if (!region.boundary) {
    findings.file('warning', 'REGION_UNCHECKED', {
      zh: `没有 ${region.code} 的边界，未能核对位置是否在县内`,
      en: `There is no boundary of ${region.code}: places were not checked against it`,
    })
    for (const draft of sound) if (!isWhereGcjApplies(...pointOf(draft)!)) refuseOutside(draft, findings, region.name)
    return undefined
  }
  const boundary = region.boundary
  const where = sound.map((draft) => placeOf(draft, (at) => whereIs(at, boundary)))
  const outside = where.filter((one) => one === 'outside').length
  if (outside * 2 > sound.length) {
    const swapped = sound.filter((draft) => placeOf(draft, ([lon, lat]) => whereIs([lat, lon], boundary)) !== 'outside').length
    if (swapped * 2 > sound.length && options.answers.AXIS_SWAP !== 'swap') return 'swapped'
    const proposals = proposeCrs(positions, region).filter(
      (proposal) => proposal.crs.id !== crs.id && proposal.share >= 0.5 && !(crs.geographic && proposal.crs.geographic),
    )
    if (proposals.length > 0 && options.answers.CRS_MISMATCH !== 'as_given')
      return mismatch(crs, `多数点不在${region.name}`, `most points lie outside ${region.name}`, proposals, positions)
  }
  sound.forEach((draft, i) => {
    if (where[i] === 'outside') refuseOutside(draft, findings, region.name)
    if (where[i] === 'near')
      findings.row('warning', draft, 'COORD_NEAR_BORDER', {
        zh: `位于${region.name}界外 2 km 以内`,
        en: `Outside ${region.name}, by 2 km at most`,
      })
  })
  return undefined
}

/** A line or polygon belongs here when any of its corners or its middle does. */
function placeOf(draft: Draft, where: (at: LonLat) => 'inside' | 'near' | 'outside'): 'inside' | 'near' | 'outside' {
  const first = where(pointOf(draft)!)
  if (first === 'inside' || draft.geometry?.type === 'Point') return first
  const corners = positionsOf(draft.geometry!)
  const some = corners.filter((_, i) => i % Math.ceil(corners.length / 20) === 0).map(([lon, lat]) => where([lon, lat]))
  return some.includes('inside') ? 'inside' : first === 'near' || some.includes('near') ? 'near' : 'outside'
}

function refuseOutside(draft: Draft, findings: Findings, name: string): void {
  const [lon, lat] = pointOf(draft)!
  findings.row(
    'error',
    draft,
    'COORD_OUT_OF_REGION',
    { zh: `位置不在${name}`, en: `Not in ${name}` },
    {
      value: `${lon.toFixed(6)}, ${lat.toFixed(6)}`,
      fix: { zh: '请核对坐标、坐标系和县代码', en: 'Check the coordinates, their system and the county' },
    },
  )
}

function checkDatum(sound: readonly Draft[], crs: KnownCrs, options: PlaceOptions, context: ImportContext): Question | undefined {
  if (!crs.geographic || crs.approximate || options.answers.GCJ_SUSPECT === 'as_given') return undefined
  const evidence = findDatumEvidence(rowsOf(sound.filter(({ refused }) => !refused)), context)
  if (!evidence) return undefined
  const likely = evidence.likely ?? 'GCJ-02'
  const other = likely === 'GCJ-02' ? 'BD-09' : 'GCJ-02'
  return {
    code: 'GCJ_SUSPECT',
    message: { zh: `${evidence.words.zh}，请确认坐标系`, en: `${evidence.words.en}: confirm the coordinate system` },
    options: [
      ...[likely, other].map((id) => ({ value: id, label: findCrs(id)!.label })),
      { value: 'as_given', label: { zh: `就是 ${crs.label.zh}`, en: `it is ${crs.label.en}` } },
    ],
    option: '--crs GCJ-02 | --answer GCJ_SUSPECT=as_given',
  }
}

function rowsOf(drafts: readonly Draft[]) {
  return drafts.flatMap((draft) => {
    const at = pointOf(draft)
    const { name, unitCode, township } = draft.fields
    return at
      ? [
          {
            at,
            name: typeof name === 'string' ? name : null,
            township:
              typeof unitCode === 'string' ? `${unitCode.slice(0, 9)}000` : typeof township === 'string' ? plainText(township) : null,
          },
        ]
      : []
  })
}

function convert(draft: Draft, toLonLat: (draft: Draft) => ToLonLat): Geometry {
  return mapPositions(draft.geometry!, toLonLat(draft))
}

/** More than nine decimals of a degree are less than a tenth of a millimetre: nobody has measured them. */
function notePrecision(located: readonly Draft[], findings: Findings): void {
  const excess = located.find(({ geometry }) =>
    positionsOf(geometry!).some((position) => position.some((value) => Math.abs(value) <= 180 && decimals(value) > 12)),
  )
  if (!excess) return
  findings.file(
    'warning',
    'COORD_PRECISION',
    { zh: '坐标小数位数过多，保留 9 位（约 0.1 mm）', en: 'More decimals than anything is measured to: 9 are kept' },
    { row: excess.row },
  )
}

function decimals(value: number): number {
  return /\.(\d+)$/.exec(String(value))?.[1].length ?? 0
}
