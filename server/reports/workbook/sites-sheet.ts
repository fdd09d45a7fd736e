import type ExcelJS from 'exceljs'
import type { Bilingual } from '../../contract/common.ts'
import { epsgOf, zoneOf } from '../../contract/outputs.ts'
import { projectionTo } from '../../core/reports/plane.ts'
import { circleOf, type Material, type Site } from '../material.ts'
import { showEffect, type ShownEffect } from '../shown-people.ts'
import { changeKindNames, noCircleNames } from '../../contract/planning-words.ts'
import { layerText, outcomeNames, typesText } from '../words.ts'
import { addTable, formats, type SheetColumn } from './sheet.ts'

interface Row {
  site: Site
  shown: ShownEffect | null
  /** Easting with the zone's number, and northing. */
  plane: [number, number] | null
}

const mostNeighbours = 8

/** Every change as a row, in the order of the screen. */
export function addSites(book: ExcelJS.Workbook, { county, sites }: Material, language: keyof Bilingual, stamps: readonly string[]): void {
  const zone = zoneOf(county.bbox)
  const project = projectionTo(epsgOf('zone', zone))
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const elders = (which: keyof ShownEffect) => ({ shown }: Row) => shown?.[which] ?? null
  const columns: SheetColumn<Row>[] = [
    { head: say('编号', 'No.'), width: 6, cell: ({ site }) => site.number },
    { head: say('改动', 'Change'), width: 9, cell: ({ site }) => changeKindNames[site.change.kind][language] },
    { head: say('名称', 'Name'), width: 24, cell: ({ site }) => site.name },
    { head: say('设施类型', 'Types'), width: 22, cell: ({ site: { change, before, after } }) => typesText(change.kind === 'close' ? (before?.types ?? []) : after.types, language) },
    { head: say('乡镇（街道）', 'Township'), width: 14, cell: ({ site }) => site.township },
    { head: say('经度（CGCS2000）', 'Longitude (CGCS2000)'), width: 14, format: formats.degrees, cell: ({ site }) => site.location?.[0] ?? null },
    { head: say('纬度（CGCS2000）', 'Latitude (CGCS2000)'), width: 14, format: formats.degrees, cell: ({ site }) => site.location?.[1] ?? null },
    { head: say(`3°带 X 北坐标（m）`, `3° zone northing, m`), width: 15, format: formats.metres, cell: ({ plane }) => plane?.[1] ?? null },
    { head: say(`3°带 Y 东坐标（m，带号 ${zone}）`, `3° zone easting, m (zone ${zone})`), width: 17, format: formats.metres, cell: ({ plane }) => plane?.[0] ?? null },
    { head: say('建筑面积 m²', 'Floor area, m²'), width: 11, format: formats.area, cell: ({ site }) => site.after.floorAreaM2 },
    { head: say('用地面积 m²', 'Land area, m²'), width: 11, format: formats.area, cell: ({ site }) => site.after.landAreaM2 },
    { head: say('床位', 'Beds'), width: 8, format: formats.whole, cell: ({ site }) => site.after.beds },
    { head: say('护理型床位', 'Nursing beds'), width: 8, format: formats.whole, cell: ({ site }) => site.after.nursingBeds },
    { head: say('投资（元）', 'Cost, yuan'), width: 13, format: formats.whole, cell: ({ site }) => site.change.costYuan ?? null },
    { head: say('服务圈 m', 'Circle, m'), width: 9, format: formats.whole, cell: ({ site }) => site.effect?.limitMetres ?? null },
    { head: say('无服务圈的原因', 'Why no circle'), width: 18, cell: ({ site }) => (site.effect?.reason ? noCircleNames[site.effect.reason][language] : null) },
    { head: say('圈内居民', 'Residents in circle'), width: 10, format: formats.whole, cell: ({ site }) => circleOf(site)?.inCircle.residents ?? null },
    { head: say('圈内60岁以上', '60+ in circle'), width: 10, format: formats.whole, cell: elders('inCircle') },
    { head: say('圈内户数', 'Households in circle'), width: 10, format: formats.whole, cell: ({ site }) => circleOf(site)?.inCircle.households ?? null },
    { head: say('其中已被覆盖60岁以上（重叠）', 'of them covered, 60+'), width: 13, format: formats.whole, cell: elders('overlap') },
    { head: say('本项新增覆盖居民', 'Residents gained'), width: 10, format: formats.signed, cell: ({ site }) => site.effect?.gained.residents ?? null },
    { head: say('本项新增覆盖60岁以上', '60+ gained'), width: 11, format: formats.signed, cell: elders('gained') },
    { head: say('本项新增覆盖户数', 'Households gained'), width: 10, format: formats.signed, cell: ({ site }) => site.effect?.gained.households ?? null },
    { head: say('本项新增覆盖地点', 'Places gained'), width: 10, format: formats.signed, cell: ({ site }) => site.effect?.gained.places ?? null },
    { head: say('因本项不再覆盖60岁以上（负数为挽回）', '60+ lost by it (negative: won back)'), width: 14, format: formats.signed, cell: elders('lost') },
    { head: say('圈内现有设施', 'Facilities in circle'), width: 34, cell: ({ site }) => neighboursText(site, language) },
    { head: say('审查结论', 'Checks'), width: 12, cell: ({ site }) => (site.checks ? outcomeNames[site.checks.vetoed ? 'veto' : 'pass'][language] + unknownText(site, language) : null) },
    { head: say('通过项', 'Passed'), width: 30, cell: ({ site }) => checksText(site, 'pass', language) },
    { head: say('否决项（图层；条款）', 'Vetoes (layer; clause)'), width: 36, cell: ({ site }) => checksText(site, 'veto', language) },
    { head: say('注意项', 'To mind'), width: 30, cell: ({ site }) => checksText(site, 'warning', language) },
    { head: say('无数据项', 'Without data'), width: 24, cell: ({ site }) => checksText(site, 'unknown', language) },
    { head: say('未生效原因', 'Why without effect'), width: 20, cell: ({ site }) => site.misfit?.[language] ?? null },
    { head: say('备注', 'Note'), width: 30, cell: ({ site }) => site.change.note ?? null },
  ]
  const rows = sites.map((site): Row => ({ site, shown: site.effect && showEffect(site.effect), plane: site.location && project(site.location) }))
  addTable(book, say('选址清单', 'Sites'), stamps, columns, rows)
}

function neighboursText({ effect }: Site, language: keyof Bilingual): string | null {
  if (!effect || effect.limitMetres === null) return null
  if (effect.neighbours.length === 0) return language === 'zh' ? '无' : 'none'
  const more = effect.neighbours.length - mostNeighbours
  const listed = effect.neighbours.slice(0, mostNeighbours).map(({ name, metres }) => `${name} ${Math.ceil(metres - 1e-6)} m`)
  return [...listed, ...(more > 0 ? [language === 'zh' ? `等 ${effect.neighbours.length} 处` : `and ${more} more`] : [])].join(language === 'zh' ? '；' : '; ')
}

function unknownText({ checks }: Site, language: keyof Bilingual): string {
  const unknown = checks!.checks.filter(({ outcome }) => outcome === 'unknown').length
  if (unknown === 0 || checks!.vetoed) return ''
  return language === 'zh' ? `（${unknown} 项无数据）` : ` (${unknown} without data)`
}

function checksText({ checks }: Site, outcome: keyof typeof outcomeNames, language: keyof Bilingual): string | null {
  const found = checks?.checks.filter((check) => check.outcome === outcome) ?? []
  if (found.length === 0) return null
  return found.map(({ title, finding, layer, clause }) => {
    const source = [layerText(layer, language), clause && `${clause.ruleId} ${clause.ref}`].filter(Boolean).join('; ')
    const words = outcome === 'veto' || outcome === 'warning' ? `${title[language]}: ${finding[language]}` : title[language]
    return outcome === 'veto' && source ? `${words} [${source}]` : words
  }).join(language === 'zh' ? '；' : '; ')
}
