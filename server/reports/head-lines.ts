import type { Bilingual } from '../contract/common.ts'
import { epsgOf, zoneOf, type OutputCrs } from '../contract/outputs.ts'
import { findEpsg } from '../core/imports/crs.ts'
import { mostCircles } from './gather.ts'
import type { Material } from './material.ts'
import { changeKindNames } from '../contract/planning-words.ts'
import { instantText, stampOf, stamps } from './words.ts'

export interface HeadLine {
  label: string
  value: string
}

type Language = keyof Bilingual

/** What the reader of any file of a scenario must know: whose it is, what it is made of, and what it cannot say. */
export function headLines(material: Material, language: Language): HeadLine[] {
  const { county, scenario, run, sites } = material
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const kinds = Object.entries(changeKindNames).flatMap(([kind, names]) => {
    const count = sites.filter(({ change }) => change.kind === kind).length
    return count === 0 ? [] : [`${names[language]} ${count}`]
  })
  const published = scenario.runs.find(({ status, revision }) => status === 'published' && revision === scenario.revision)
  const lines: [string, string | null][] = [
    [say('标识', 'Stamps'), stampOf(county, language)],
    [say('县（区）', 'County'), `${language === 'zh' ? county.name : county.nameEn} ${county.code}`],
    [say('方案', 'Scenario'), `${scenario.name}（${say(`第 ${scenario.revision} 稿`, `revision ${scenario.revision}`)}）`],
    [say('方案编号', 'Scenario id'), scenario.id],
    [say('方案说明', 'Note'), scenario.note || null],
    [say('最近修改', 'Last changed'), `${instantText(scenario.updatedAt)} · ${scenario.createdBy}`],
    [say('改动', 'Changes'), `${sites.length}${kinds.length > 0 ? `：${kinds.join(say('、', ', '))}` : ''}`],
    [say('投资合计（元）', 'Cost, yuan'), scenario.costYuan === null ? say('未填写', 'not given') : String(scenario.costYuan)],
    [say('基线数据版本', 'Baseline versions'), versionsText(scenario.baseline)],
    [say('对照批次', 'Run compared with'), run ? run.id : say('没有已发布的分析批次：不含服务圈和服务人口', 'no published run: circles and people are left out')],
    ...(run
      ? ([
          [say('批次方法', 'Method of the run'), run.parameters.methodLine[language]],
          [say('数据截至', 'Data as of'), run.data_date],
          [say('批次数据版本', 'Versions of the run'), versionsText(run.input_versions)],
          [say('批次输入哈希', 'Hash of its inputs'), run.input_hash],
          [say('批次结果哈希', 'Hash of its results'), run.result_hash],
        ] satisfies [string, string | null][])
      : []),
    [say('本稿的完整计算', 'Full run of this revision'), published ? published.runId : say('尚无', 'none yet')],
    [say('数据来源', 'Sources'), county.attribution.join(' · ') || null],
    ...methodNotes(material, language).map((note): [string, string] => [say('说明', 'Note on method'), note]),
  ]
  return lines.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]))
}

/** In which system the coordinates of a file are, and which number stands first. */
export function crsLine(bbox: Material['county']['bbox'], crs: OutputCrs, language: Language): HeadLine {
  const label = language === 'zh' ? '坐标系' : 'Coordinate system'
  if (crs === 'degrees') {
    return { label, value: language === 'zh' ? 'CGCS2000 经纬度（EPSG:4490），经度在前、纬度在后，单位：度' : 'CGCS2000 in degrees (EPSG:4490), longitude first, latitude second' }
  }
  const zone = zoneOf(bbox)
  const epsg = epsgOf(crs, zone)
  const name = findEpsg(epsg)!.label[language]
  const order = crs === 'zone' ? { zh: `东坐标带 ${zone} 带号`, en: `easting with the zone number ${zone}` } : { zh: '东坐标不带带号', en: 'easting without a zone number' }
  return {
    label,
    value:
      language === 'zh'
        ? `${name}（EPSG:${epsg}），中央经线 ${zone * 3}°，文件中东坐标（测量 Y）在前、北坐标（测量 X）在后，${order.zh}，单位：米`
        : `${name} (EPSG:${epsg}), central meridian ${zone * 3}°E, easting first, northing second, ${order.en}, metres`,
  }
}

function methodNotes({ scenario, run, sites, county }: Material, language: Language): string[] {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const misfits = sites.filter(({ misfit }) => misfit !== null)
  const circles = sites.filter(({ effect }) => effect?.limitMetres != null).length
  return [
    ...(county.demo ? [stamps.demoHint[language]] : []),
    ...(run?.notes.map((note) => note[language]) ?? []),
    ...(run?.parameters.scenario ? [say(`对照批次本身基于方案「${run.parameters.scenario.name}」，不是现状`, `The run compared with supposes the scenario “${run.parameters.scenario.name}” itself`)] : []),
    ...(run && scenario.baseline.facilities !== undefined && run.input_versions.facilities !== scenario.baseline.facilities
      ? [say(`方案以设施台账第 ${scenario.baseline.facilities} 版为基线，对照批次用第 ${run.input_versions.facilities ?? '—'} 版`, `The scenario stands on version ${scenario.baseline.facilities} of the facilities, the run on ${run.input_versions.facilities ?? '—'}`)]
      : []),
    ...(misfits.length > 0 ? [say(`${misfits.length} 项改动与数据不符，未生效：${misfits.map(({ name, misfit }) => `${name}（${misfit!.zh}）`).join('；')}`, `${misfits.length} changes find no place in the data and have no effect: ${misfits.map(({ name, misfit }) => `${name} (${misfit!.en})`).join('; ')}`)] : []),
    ...(circles > mostCircles ? [say(`服务圈共 ${circles} 个，图层只含前 ${mostCircles} 个`, `Of ${circles} circles the layer holds the first ${mostCircles}`)] : []),
    say('新增覆盖：方案含本项与不含本项之差；不计入没有已知位置的人口。60 岁及以上人数为 1–9 人的不显示，会据此推算出的数字以 ※ 代替（图层中留空）。', 'Gained: the scenario with the site less the scenario without it; people without a known place are not counted. 1 to 9 elders are not shown, nor (※) what would give them away; in layers the field is empty.'),
    ...(run?.parameters.method === 'network' ? [say('服务圈由实际步行距离勾绘，覆盖结论以各地点的精确距离为准，不以图形为准。', 'Circles are contoured from walks; verdicts rest on each place’s exact distance, not on the outline.')] : []),
  ]
}

function versionsText(versions: Readonly<Record<string, number>>): string {
  return Object.entries(versions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, version]) => `${kind} v${version}`)
    .join(' · ')
}
