import type { CommandAnswer } from './answer.ts'
import type { CountyDetail, CountySummary, CoverageMeasure } from '../contract/counties.ts'
import { percentText, type Direction } from '../contract/rates.ts'
import { findProfile } from '../core/coverage/profiles.ts'
import { refuse } from '../core/problems.ts'
import type { RunWish } from '../coverage/choose-parameters.ts'
import { findScenario } from './find-scenario.ts'
import { accessService } from './service-access.ts'

export interface AnalyseOptions {
  county: string
  profile?: string
  stepsFree?: boolean
  slope?: boolean
  /** Code of a planning unit. */
  studyArea?: string
  /** Id or name. */
  scenario?: string
  json?: boolean
}

/** `yiquan analyse`: computes a county anew and prints its headline figures. */
export async function runAnalyse(
  env: NodeJS.ProcessEnv,
  options: AnalyseOptions,
): Promise<CommandAnswer> {
  if (options.profile !== undefined && !findProfile(options.profile)) {
    throw refuse('PROFILE_UNKNOWN', `没有服务圈 ${options.profile}`, `No circle profile ${options.profile}`, {
      fix: { zh: 'gb50180-15min、elder-15min、gb50180-10min、gb50180-5min 、custom-<米>m 或 custom-<分钟>min-<速度>', en: 'a built-in id, custom-<metres>m or custom-<minutes>min-<speed>' },
    })
  }
  const service = await accessService(env)
  try {
    const studyArea = options.studyArea === undefined ? {} : { studyArea: findStudyArea(await service.listStudyAreas(options.county), options.studyArea) }
    const scenario = options.scenario === undefined ? undefined : findScenario(await service.listScenarios(options.county), options.scenario)
    const summary = await service.analyse(options.county, { ...wishOf(options), ...studyArea }, scenario)
    return { output: options.json ? `${JSON.stringify(summary)}\n` : describe(summary), exitCode: 0 }
  } finally {
    await service.close()
  }
}

/** A study area by its code, else by its id or its name where that is nobody else's; the refusal names those there are. */
function findStudyArea(areas: CountyDetail['studyAreas'], wanted: string): string {
  const [byCode] = areas.filter(({ code, id }) => code === wanted || id === wanted)
  const byName = areas.filter(({ name }) => name.zh === wanted || name.en === wanted)
  const found = byCode ?? (byName.length === 1 ? byName[0] : undefined)
  if (found) return found.id
  const units = areas.filter(({ kind }) => kind === 'planning_unit').map(({ code, name }) => (code === null || code === name.zh ? name.zh : `${code} ${name.zh}`))
  const zh = units.length === 0 ? '该县尚未导入详细规划单元（npx yiquan import planning_units …）' : `可用的详细规划单元：${units.slice(0, 20).join('、')}${units.length > 20 ? ` 等 ${units.length} 个` : ''}`
  const en = units.length === 0 ? 'the county has no planning units yet: import some first' : `planning units there are: ${units.slice(0, 20).join(', ')}${units.length > 20 ? ` … (${units.length})` : ''}`
  throw refuse('STUDY_AREA_UNKNOWN', `没有分析片区 ${wanted}`, `No study area ${wanted}`, { fix: { zh, en } })
}

/** Only what was asked: what is left out stands for the county's own defaults. */
function wishOf({ profile, stepsFree, slope }: AnalyseOptions): RunWish {
  return {
    ...(profile === undefined ? {} : { profile: profile as RunWish['profile'] }),
    ...(stepsFree ? { stepsFree } : {}),
    ...(slope ? { useSlope: slope } : {}),
  }
}

function describe(summary: CountySummary): string {
  const { coverage, areaPer100Households: areas, townshipCoverage: units } = summary
  const lines = [`${summary.name} ${summary.nameEn} ${summary.code}${summary.demo ? '  【演示数据 / demonstration data】' : ''}`]
  if (summary.studyArea) lines.push(`分析片区 / study area：${areaText(summary.studyArea)}`)
  if (coverage) {
    lines.push(`${coverage.methodLine.zh} / ${coverage.methodLine.en}`)
    lines.push(measureLine('常住人口 / residents', coverage.residents))
    lines.push(measureLine('60+ / residents 60+', coverage.residents60Plus))
    lines.push(measureLine('户 / households', coverage.households))
  }
  if (areas) {
    lines.push(`每百户用房 / area per 100 households：达标 met ${areas.met} · 未达标 not met ${areas.notMet} · 数据不足 insufficient ${areas.insufficientData} · 未规定 not prescribed ${areas.notPrescribed} · 缺口 missing ${areas.missingM2.toFixed(2)} m²`)
    lines.push(`  ${areas.rule.label.zh} / ${areas.rule.label.en}`)
  }
  if (units) lines.push(`乡镇街道 / townships and streets：${units.covered}/${units.total}`)
  lines.push(`数据截至 / data of ${summary.dataDate ?? '—'} · 批次 / run ${summary.runId ?? '—'}`)
  return `${lines.concat(summary.notes.map(({ zh, en }) => `※ ${zh} / ${en}`)).join('\n')}\n`
}

function areaText({ name, code }: NonNullable<CountySummary['studyArea']>): string {
  return [...new Set([name.zh, name.en, ...(code === null ? [] : [code])])].join(' ')
}

function measureLine(label: string, { covered, known, unlocated, rateLower, rateUpper }: CoverageMeasure): string {
  return `${label}：${covered} / ${known + unlocated}（${percent(rateLower, 'down')} – ${percent(rateUpper, 'up')}，位置不详 unlocated ${unlocated}）`
}

/** As on screen: a lower bound is cut, an upper bound raised. */
function percent(rate: number | null, direction: Direction): string {
  return rate === null ? '—' : `${percentText(rate, direction)} %`
}
