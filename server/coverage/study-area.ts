import type { Bilingual } from '../contract/common.ts'
import type { RunStudyArea } from '../contract/runs.ts'
import type { Db, Tx } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { findStudyArea, listStudyAreas, type ListedStudyArea, type StudyArea } from '../regions/study-areas.repository.ts'

interface RunOfArea {
  county_code: number
  input_versions: Readonly<Record<string, number>>
  study_area_id: string | null
}

/** The study area that a run is about; undefined where it is about the whole county. */
export async function findStudyAreaOfRun(db: Db | Tx, run: RunOfArea): Promise<StudyArea | undefined> {
  const version = run.input_versions.study_areas
  return version && run.study_area_id ? findStudyArea(db, run.county_code, version, run.study_area_id) : undefined
}

/** What each run of a county is about, by run id; runs about the whole county are not in it. */
export async function listStudyAreasOfRuns(db: Db | Tx, countyCode: number, runs: readonly (RunOfArea & { id: string })[]): Promise<Map<string, RunStudyArea>> {
  const about = runs.flatMap(({ id, study_area_id: areaId, input_versions: { study_areas: version } }) => (areaId && version ? [{ id, areaId, version }] : []))
  const found = new Map<string, RunStudyArea>()
  // Runs share a handful of versions: each is read once.
  for (const version of new Set(about.map((run) => run.version))) {
    const areas = new Map((await listStudyAreas(db, countyCode, version)).map((area) => [area.id, toRunStudyArea(area, version)]))
    for (const run of about) {
      const area = run.version === version ? areas.get(run.areaId) : undefined
      if (area) found.set(run.id, area)
    }
  }
  return found
}

export function toRunStudyArea({ id, name, nameEn, kind, areaCode, bbox }: ListedStudyArea, version: number): RunStudyArea {
  return { id, name: { zh: name, en: nameEn }, kind, code: areaCode, bbox, version }
}

/** The one that is asked for, else the one that came with the county. Throws where that one is not there. */
export async function chooseStudyArea(tx: Tx, countyCode: number, version: number | undefined, wished: string | undefined): Promise<StudyArea | undefined> {
  const found = version === undefined ? undefined : await findStudyArea(tx, countyCode, version, wished)
  if (wished !== undefined && !found) throw new AppError('STUDY_AREA_UNKNOWN', `该县没有分析片区 ${wished}`, `The county has no study area ${wished}`)
  return found
}

/** Stands before the method line of whatever is computed over a planning unit. */
export function planningUnitLine({ name, areaCode }: Pick<StudyArea, 'name' | 'areaCode'>): Bilingual {
  const code = areaCode === null || areaCode === name ? '' : areaCode
  return { zh: `分析片区：${name}${code && `（${code}）`}`, en: `Study area: ${name}${code && ` (${code})`}` }
}

/** What the reader of a run over a planning unit must know. */
export function planningUnitNote({ name, areaCode }: StudyArea): Bilingual {
  return {
    zh: `分析片区为详细规划单元「${name}」（${areaCode ?? ''}）：只统计位于其中的人口，位置不明的人口未计入。`,
    en: `The study area is the planning unit ${name} (${areaCode ?? ''}): people located in it count, those without a known place do not.`,
  }
}
