import type { Bilingual } from '../problems.ts'
import { nearestNames } from './nearest-names.ts'
import { plainText } from './plain-text.ts'

/** A unit of the county as rows of other ledgers may name it. */
export interface KnownUnitName {
  code: string
  name: string
  isTownship: boolean
  parentCode: string | null
}

/** A residential area or a facility as rows of other ledgers may name it. */
export interface KnownPlaceName {
  code: string
  name: string
  /** Codes of the units that it is said to lie in; empty where its own ledger does not tell. */
  within: readonly string[]
  phase?: number | null
}

/** What is stored of a county and may be referred to. */
export interface References {
  units: readonly KnownUnitName[]
  areas: readonly KnownPlaceName[]
  facilities: readonly KnownPlaceName[]
}

/** What a row says of the thing it means; blank is null. */
export interface PlaceWords {
  code?: unknown
  name?: unknown
  unitCode?: unknown
  township?: unknown
  community?: unknown
  phase?: unknown
  /** The column that the name came from, for the report. */
  column?: string
}

export interface ReferenceProblem {
  code: string
  message: Bilingual
  column: string
  value: string
  fix: Bilingual
}

/** The code of what was found (with what is odd about it), or why nothing was. */
export type Found = { code: string; note?: ReferenceProblem } | { problem: ReferenceProblem }

export interface ReferenceFinder {
  /** By code, else by name within the township that the row states. */
  area(words: PlaceWords): Found
  facility(words: PlaceWords): Found
  /** By 12-digit code, else the community in its township, else the township. */
  unit(words: PlaceWords): Found
}

/**
 * Finds what rows refer to among what is stored. Nothing is guessed: a name that fits two is refused with the codes of both,
 * one that fits none with the names nearest to it.
 */
export function createReferenceFinder({ units, areas, facilities }: References): ReferenceFinder {
  const unitByCode = new Map(units.map((unit) => [unit.code, unit]))
  const townships = units.filter(({ isTownship }) => isTownship)
  const communities = units.filter(({ isTownship }) => !isTownship)
  const unitsNamed = groupByName(units)
  const find = { area: createPlaceFinder(areas, areaWords), facility: createPlaceFinder(facilities, facilityWords) }

  function unit({ unitCode, township, community }: PlaceWords): Found {
    const [code, townshipName, communityName] = [textOf(unitCode), textOf(township), textOf(community)]
    if (code !== null) {
      if (unitByCode.has(code)) return { code }
      return unknown(unitWords, '12位区划代码', code, nearestNames(code, units.map((one) => one.code)))
    }
    const inTownship = townshipName === null ? null : townshipOf(townshipName)
    if (inTownship && 'problem' in inTownship) return inTownship
    if (communityName === null) return inTownship ?? missing(unitWords)
    const parent = inTownship?.code
    const fits = (unitsNamed.get(plainText(communityName)) ?? []).filter((one) => !one.isTownship && (parent === undefined || one.parentCode === parent))
    if (fits.length === 1) return { code: fits[0].code }
    if (fits.length > 1) return ambiguous(unitWords, '社区', communityName, fits)
    const around = communities.filter(({ parentCode }) => parent === undefined || parentCode === parent)
    return unknown(unitWords, '社区', communityName, nearestNames(communityName, around.map(({ name }) => name)))
  }

  function townshipOf(name: string): Found {
    const fits = (unitsNamed.get(plainText(name)) ?? []).filter(({ isTownship }) => isTownship)
    if (fits.length === 1) return { code: fits[0].code }
    return fits.length > 1
      ? ambiguous(unitWords, '乡镇街道', name, fits)
      : unknown(unitWords, '乡镇街道', name, nearestNames(name, townships.map((one) => one.name)))
  }

  function place(kind: 'area' | 'facility', words: PlaceWords): Found {
    const { unitCode, township, community } = words
    const states = [unitCode, township, community].some((word) => textOf(word) !== null)
    // A code needs no unit beside it; a name does where the row states one, and a unit that is unknown is no help.
    if (textOf(words.code) !== null || !states) return find[kind](words, null)
    const stated = unit(words)
    // The ledger may know the township and not the community.
    const around = 'code' in stated || textOf(township) === null ? stated : unit({ township })
    return 'problem' in around ? around : find[kind](words, (one) => lies(one, around.code))
  }

  function lies({ within }: KnownPlaceName, code: string): boolean {
    return within.some((own) => own === code || unitByCode.get(own)?.parentCode === code)
  }

  return { unit, area: (words) => place('area', words), facility: (words) => place('facility', words) }
}

interface Words extends Bilingual {
  code: string
}

const areaWords: Words = { code: 'AREA_REF', zh: '居住（小）区', en: 'residential area' }
const facilityWords: Words = { code: 'FACILITY_REF', zh: '设施', en: 'facility' }
const unitWords: Words = { code: 'UNIT_REF', zh: '乡镇街道或社区', en: 'unit' }

function createPlaceFinder(places: readonly KnownPlaceName[], kind: Words) {
  const byCode = new Map(places.map((one) => [plainText(one.code), one]))
  const byName = groupByName(places)
  return ({ code, name, phase, column }: PlaceWords, isWithin: ((one: KnownPlaceName) => boolean) | null): Found => {
    const [ownCode, ownName] = [textOf(code), textOf(name)]
    if (ownCode !== null) {
      const found = byCode.get(plainText(ownCode))
      if (found) return ownName === null || plainText(ownName) === plainText(found.name) ? { code: found.code } : { code: found.code, note: nameDiffers(kind, ownName, found) }
      const namesakes = ownName === null ? [] : (byName.get(plainText(ownName)) ?? [])
      const near = namesakes.length > 0 ? namesakes.map(({ code }) => code) : nearestNames(ownCode, places.map((one) => one.code))
      return unknown(kind, column ?? '编码', ownCode, near)
    }
    if (ownName === null) return missing(kind)
    const named = byName.get(plainText(ownName)) ?? []
    // An area whose ledger names no unit may be the one that is meant, if nothing else is.
    const here = isWithin === null ? named : preferred(named, [isWithin, ({ within }) => within.length === 0])
    const fits = typeof phase === 'number' ? here.filter((one) => one.phase === phase) : here
    if (fits.length === 1) return { code: fits[0].code }
    if (fits.length > 1) return ambiguous(kind, column ?? '名称', ownName, fits)
    if (named.length > 0) return elsewhere(kind, column ?? '名称', ownName, named)
    return unknown(kind, column ?? '名称', ownName, nearestNames(ownName, places.map((one) => one.name)))
  }
}

function preferred<T>(all: readonly T[], tests: readonly ((one: T) => boolean)[]): readonly T[] {
  return tests.map((test) => all.filter(test)).find((found) => found.length > 0) ?? []
}

function groupByName<T extends { name: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const name = plainText(one.name)
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  return groups
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function unknown(kind: Words, column: string, value: string, near: readonly string[]): Found {
  const proposal = near.length > 0
  return problem(kind, 'UNKNOWN', column, value, { zh: `本县没有「${value}」这一${kind.zh}`, en: `The county has no ${kind.en} “${value}”` }, {
    zh: proposal ? `是否为：${near.join('、')}？请改正，或先导入该${kind.zh}` : `请核对，或先导入该${kind.zh}`,
    en: proposal ? `Did you mean ${near.join(', ')}? Correct it, or import the ${kind.en} first` : `Check it, or import the ${kind.en} first`,
  })
}

function ambiguous(kind: Words, column: string, value: string, fits: readonly { code: string }[]): Found {
  const codes = fits.slice(0, 5).map(({ code }) => code)
  return problem(kind, 'AMBIGUOUS', column, value, { zh: `有 ${fits.length} 个${kind.zh}叫「${value}」`, en: `${fits.length} of the kind ${kind.en} are called “${value}”` }, {
    zh: `请填写编码，其一：${codes.join('、')}`,
    en: `Enter the code, one of ${codes.join(', ')}`,
  })
}

function elsewhere(kind: Words, column: string, value: string, named: readonly { code: string }[]): Found {
  const codes = named.slice(0, 5).map(({ code }) => code)
  return problem(kind, 'ELSEWHERE', column, value, { zh: `「${value}」不在所填的乡镇、社区或分期内`, en: `“${value}” is not in the unit or of the phase that the row states` }, {
    zh: `请核对乡镇、社区和分期，或填写编码：${codes.join('、')}`,
    en: `Check the unit and the phase, or enter the code: ${codes.join(', ')}`,
  })
}

/** The code decides; that its name is another one may be a slip in either. */
function nameDiffers(kind: Words, value: string, { code, name }: { code: string; name: string }): ReferenceProblem {
  return {
    code: `${kind.code}_NAME_DIFFERS`,
    column: '名称',
    value,
    message: { zh: `编码 ${code} 的${kind.zh}是「${name}」，与所填名称不同，按编码对应`, en: `${code} is “${name}”, not the name given: the code decides` },
    fix: { zh: '请核对编码和名称', en: 'Check the code and the name' },
  }
}

function missing(kind: Words): Found {
  return problem(kind, 'MISSING', kind.zh, '', { zh: `没有填${kind.zh}的编码或名称`, en: `Neither a code nor a name of the ${kind.en} is given` }, {
    zh: '请填写编码，或名称',
    en: 'Enter its code or its name',
  })
}

function problem(kind: Words, why: string, column: string, value: string, message: Bilingual, fix: Bilingual): Found {
  return { problem: { code: `${kind.code}_${why}`, column, value, message, fix } }
}
