import type { Bilingual } from '../../contract/common.ts'
import { isSmall } from '../../contract/privacy.ts'
import type { PlaceResult } from '../../coverage/coverage.repository.ts'
import { crsLine, headLines } from '../head-lines.ts'
import type { OutputCrs } from '../../contract/outputs.ts'
import { circleOf, isPlacing, type Material, type Site } from '../material.ts'
import { showEffect, suppressed, tooFew, type ShownEffect } from '../shown-people.ts'
import { changeKindNames, noCircleNames } from '../../contract/planning-words.ts'
import { stampOf, typesText } from '../words.ts'
import { cellsOf, column, type Column, type Feature, type Field, type VectorLayer } from './layer.ts'

type Language = keyof Bilingual

/** The layers of a scenario, always all of them: an empty one says that there is nothing of its kind. */
export function scenarioLayers(material: Material, crs: OutputCrs, language: Language): VectorLayer[] {
  return [proposals(material, language), changedFacilities(material, language), circles(material, language), changedPlaces(material, language), notes(material, crs, language)]
}

function proposals({ sites, county }: Material, language: Language): VectorLayer {
  const stamp = stampOf(county, language)
  const shownOf = new Map(sites.map((site) => [site, site.effect && showEffect(site.effect)]))
  const elders = (site: Site, which: keyof ShownEffect) => {
    const shown = shownOf.get(site)?.[which]
    return typeof shown === 'number' ? shown : null
  }
  const columns: Column<Site>[] = [
    ...siteColumns(language),
    column('township', 'text', ['乡镇街道', '乡镇'], ['township', 'township'], ({ township }) => township),
    column('floor_area_m2', 'real', ['建筑面积_m2', '建面m2'], ['floor_area_m2', 'floor_m2'], ({ after }) => after.floorAreaM2),
    column('land_area_m2', 'real', ['用地面积_m2', '用地m2'], ['land_area_m2', 'land_m2'], ({ after }) => after.landAreaM2),
    column('beds', 'integer', ['床位', '床位'], ['beds', 'beds'], ({ after }) => after.beds),
    column('nursing_beds', 'integer', ['护理型床位', '护理床'], ['nursing_beds', 'nurs_beds'], ({ after }) => after.nursingBeds),
    column('cost_yuan', 'real', ['投资_元', '投资元'], ['cost_yuan', 'cost_yuan'], ({ change }) => change.costYuan ?? null),
    column('limit_m', 'integer', ['服务圈_m', '圈限m'], ['limit_m', 'limit_m'], ({ effect }) => effect?.limitMetres ?? null, { zh: '服务圈的步行上限，米', en: 'limit of the circle, metres walked' }),
    column('access_m', 'real', ['接入路网_m', '接路m'], ['access_m', 'access_m'], ({ effect }) => cut(effect?.accessMetres), { zh: '到最近可步行道路的直线距离，米；按直线距离计算的批次为空', en: 'straight line to the nearest walkable road, metres; empty where the run knows no roads' }),
    column('no_circle', 'text', ['无圈原因', '无圈因'], ['no_circle', 'no_circle'], ({ effect }) => (effect?.reason ? noCircleNames[effect.reason][language] : null), { zh: '没有服务圈的原因', en: 'why the site has no circle' }),
    column('circle_residents', 'integer', ['圈内居民', '圈内人'], ['circle_residents', 'in_people'], (site) => circleOf(site)?.inCircle.residents ?? null, { zh: '服务圈内已知居民，人', en: 'known residents within the circle' }),
    column('circle_60_plus', 'integer', ['圈内60岁以上', '圈内老'], ['circle_60_plus', 'in_60plus'], (site) => elders(site, 'inCircle'), { zh: '服务圈内 60 岁及以上，人；1–9 人留空', en: 'residents 60+ within the circle; empty for 1 to 9' }),
    column('circle_households', 'integer', ['圈内户数', '圈内户'], ['circle_households', 'in_hholds'], (site) => circleOf(site)?.inCircle.households ?? null),
    column('overlap_60_plus', 'integer', ['重叠60岁以上', '重叠老'], ['overlap_60_plus', 'dup_60plus'], (site) => elders(site, 'overlap'), { zh: '圈内已被其他设施覆盖的 60 岁及以上，人', en: 'of them, covered without this site' }),
    column('gained_residents', 'integer', ['新增居民', '增居民'], ['gained_residents', 'new_people'], ({ effect }) => effect?.gained.residents ?? null, { zh: '方案含本项与不含本项相比新增覆盖的居民，人', en: 'residents newly covered: the scenario with the site less without it' }),
    column('gained_60_plus', 'integer', ['新增60岁以上', '增老人'], ['gained_60_plus', 'new_60plus'], (site) => elders(site, 'gained'), { zh: '新增覆盖的 60 岁及以上，人；1–9 人留空', en: 'residents 60+ newly covered; empty for 1 to 9' }),
    column('gained_households', 'integer', ['新增户数', '增户数'], ['gained_households', 'new_hholds'], ({ effect }) => effect?.gained.households ?? null),
    column('lost_60_plus', 'integer', ['失去60岁以上', '失老人'], ['lost_60_plus', 'lost60plus'], (site) => elders(site, 'lost'), { zh: '因本项不再被覆盖的 60 岁及以上，人（迁移）；负数为挽回', en: 'residents 60+ no longer covered because of it (moves); negative where it wins some back' }),
    column('small_counts', 'text', ['不显示的人数', '未显示'], ['small_counts', 'hidden'], (site) => hiddenText(shownOf.get(site) ?? null, language), { zh: '按隐私规则留空的项：‹10 为 1–9 人，※ 为会推算出小数的项', en: 'fields left empty: ‹10 for 1 to 9 elders, ※ for what would give them away' }),
    ...tailColumns(stamp, language),
  ]
  const rows = sites.filter((site) => isPlacing(site) && site.location !== null)
  return layerOf('proposals', { zh: '选址方案', en: 'Proposed sites' }, 'Point', columns, rows, ({ location }) => point(location!), ({ number, name }) => `${number} ${name}`)
}

/** Existing facilities that the scenario closes, changes or moves away, where they stand now. */
function changedFacilities({ sites, county }: Material, language: Language): VectorLayer {
  const columns: Column<Site>[] = [
    ...siteColumns(language),
    column('floor_area_before_m2', 'real', ['原建筑面积_m2', '原建m2'], ['floor_area_before_m2', 'floor_old'], ({ before }) => before?.floorAreaM2 ?? null),
    column('floor_area_after_m2', 'real', ['现建筑面积_m2', '后建m2'], ['floor_area_after_m2', 'floor_new'], ({ after }) => after.floorAreaM2, { zh: '改动后的建筑面积，m²；关停为空', en: 'floor area after the change, m²; empty where it closes' }),
    column('beds_before', 'integer', ['原床位', '原床位'], ['beds_before', 'beds_old'], ({ before }) => before?.beds ?? null),
    column('beds_after', 'integer', ['现床位', '后床位'], ['beds_after', 'beds_new'], ({ after }) => after.beds, { zh: '改动后的床位；关停为空', en: 'beds after the change; empty where it closes' }),
    ...tailColumns(stampOf(county, language), language),
  ]
  const placeNow = ({ change, location, from }: Site) => (change.kind === 'move' ? from : location)
  const rows = sites.filter((site) => 'facilityId' in site.change && placeNow(site) !== null)
  return layerOf('changed_facilities', { zh: '关停或调整的设施', en: 'Facilities closed or changed' }, 'Point', columns, rows, (site) => point(placeNow(site)!), ({ change, name }) => `${changeKindNames[change.kind][language]} ${name}`)
}

function circles({ sites, county, run }: Material, language: Language): VectorLayer {
  const straight = run?.parameters.method !== 'network'
  const columns: Column<Site>[] = [
    ...siteColumns(language),
    column('limit_m', 'integer', ['服务圈_m', '圈限m'], ['limit_m', 'limit_m'], ({ effect }) => effect!.limitMetres, { zh: '步行上限，米', en: 'limit, metres walked' }),
    column('method', 'text', ['方法', '方法'], ['method', 'method'], () => (straight ? `${language === 'zh' ? '直线' : 'straight line'} × ${run!.parameters.detourFactor ?? 1}` : language === 'zh' ? '步行路网' : 'walking network')),
    column('area_m2', 'real', ['面积_m2', '面积m2'], ['area_m2', 'area_m2'], ({ circle }) => Math.round(circle!.areaM2), { zh: '椭球面积，m²', en: 'area on the ellipsoid, m²' }),
    column('contour_m', 'real', ['勾绘精度_m', '精度m'], ['contour_m', 'contour_m'], ({ circle }) => cut(circle!.cellMetres), { zh: '勾绘网格的边长，米', en: 'spacing of the contoured grid, metres' }),
    ...tailColumns(stampOf(county, language), language),
  ]
  const rows = sites.filter(({ circle }) => circle !== null && circle.shape.coordinates.length > 0)
  return layerOf('circles', { zh: '服务圈', en: 'Service circles' }, 'MultiPolygon', columns, rows, ({ circle }) => circle!.shape, ({ number, name }) => `${number} ${name}`)
}

interface ChangedPlace {
  place: PlaceResult
  gained: boolean
}

/** Places whose verdict the scenario as a whole turns. */
function changedPlaces({ total, places, units, county }: Material, language: Language): VectorLayer {
  const unitNames = new Map(units.map(({ id, name }) => [id, name]))
  const count = (people: number | null) => (people !== null && isSmall(people) ? null : people)
  const columns: Column<ChangedPlace>[] = [
    column('name', 'text', ['名称', '名称'], ['name', 'name'], ({ place }) => place.name),
    column('change', 'text', ['结论变化', '变化'], ['change', 'change'], ({ gained }) => changeNames[gained ? 'gained' : 'lost'][language], { zh: '按方案全部改动：新增覆盖或不再覆盖', en: 'by all changes together: newly covered, or covered no more' }),
    column('township', 'text', ['乡镇街道', '乡镇'], ['township', 'township'], ({ place }) => (place.unitId === null ? null : (unitNames.get(place.unitId) ?? null))),
    column('residents', 'integer', ['居民', '居民'], ['residents', 'people'], ({ place }) => place.residents, { zh: '居民，人；未提供为空', en: 'residents; empty where not given' }),
    column('residents_60_plus', 'integer', ['60岁以上', '老人'], ['residents_60_plus', 'p60plus'], ({ place }) => count(place.residents60Plus), { zh: '60 岁及以上，人；1–9 人与未提供的留空', en: 'residents 60+; empty for 1 to 9 and where not given' }),
    column('households', 'integer', ['户数', '户数'], ['households', 'hholds'], ({ place }) => place.households),
    stampColumn(stampOf(county, language)),
  ]
  const rows = (['gainedPlaceIds', 'lostPlaceIds'] as const).flatMap((list) => (total?.[list] ?? []).flatMap((id): ChangedPlace[] => (places.has(id) ? [{ place: places.get(id)!, gained: list === 'gainedPlaceIds' }] : [])))
  return layerOf('changed_places', { zh: '覆盖结论变化的地点', en: 'Places whose verdict changes' }, 'Point', columns, rows, ({ place }) => point([place.lon, place.lat]), ({ place }) => place.name)
}

const changeNames = { gained: { zh: '新增覆盖', en: 'newly covered' }, lost: { zh: '不再覆盖', en: 'no longer covered' } }

function notes(material: Material, crs: OutputCrs, language: Language): VectorLayer {
  const rows = [...headLines(material, language), crsLine(material.county.bbox, crs, language)]
  const columns = [column<(typeof rows)[number]>('item', 'text', ['项目', '项目'], ['item', 'item'], ({ label }) => label), column<(typeof rows)[number]>('content', 'text', ['内容', '内容'], ['content', 'content'], ({ value }) => value)]
  return layerOf('notes', { zh: '说明', en: 'Notes' }, 'None', columns, rows, () => null, () => '')
}

function siteColumns(language: Language): Column<Site>[] {
  return [
    column('number', 'integer', ['编号', '编号'], ['number', 'number'], ({ number }) => number, { zh: '方案清单中的编号', en: 'number in the scenario’s list' }),
    column('name', 'text', ['名称', '名称'], ['name', 'name'], ({ name }) => name),
    column('change', 'text', ['改动', '改动'], ['change', 'change'], ({ change }) => changeKindNames[change.kind][language]),
    column('types', 'text', ['设施类型', '类型'], ['types', 'types'], ({ change, before, after }) => typesText(change.kind === 'close' ? (before?.types ?? []) : after.types, language)),
  ]
}

function tailColumns(stamp: string, language: Language): Column<Site>[] {
  return [
    column('without_effect', 'text', ['未生效原因', '未生效'], ['without_effect', 'no_effect'], ({ misfit }) => misfit?.[language] ?? null, { zh: '改动与数据不符、未生效的原因；空为有效', en: 'why the change has no effect; empty where it has' }),
    column('note', 'text', ['备注', '备注'], ['note', 'note'], ({ change }) => change.note ?? null),
    stampColumn(stamp),
  ]
}

function stampColumn(stamp: string): Column<unknown> {
  return column('stamp', 'text', ['标识', '标识'], ['stamp', 'stamp'], () => stamp, { zh: '数据与用图标识，不得删除', en: 'stamps of data and map: not to be removed' })
}

function layerOf<Row>(name: string, title: Bilingual, geometry: VectorLayer['geometry'], columns: readonly Column<Row>[], rows: readonly Row[], shapeOf: (row: Row) => Feature['geometry'], labelOf: (row: Row) => string): VectorLayer {
  const fields = columns.map(({ cell: _, ...field }): Field => field)
  return { name, title, geometry, fields, features: rows.map((row) => ({ geometry: shapeOf(row), cells: cellsOf(columns, row), label: labelOf(row) })) }
}

function point(coordinates: readonly [number, number]): Feature['geometry'] {
  return { type: 'Point', coordinates: [coordinates[0], coordinates[1]] }
}

/** Decimetres. */
function cut(metres: number | null | undefined): number | null {
  return metres === null || metres === undefined ? null : Math.ceil(metres * 10 - 1e-6) / 10
}

const eldersNames: Record<keyof ShownEffect, Bilingual> = {
  inCircle: { zh: '圈内', en: 'in circle' },
  overlap: { zh: '重叠', en: 'overlap' },
  gained: { zh: '新增', en: 'gained' },
  lost: { zh: '失去', en: 'lost' },
}

function hiddenText(shown: ShownEffect | null, language: Language): string | null {
  if (!shown) return null
  const hidden = (Object.keys(eldersNames) as (keyof ShownEffect)[]).filter((which) => shown[which] === tooFew || shown[which] === suppressed)
  return hidden.length === 0 ? null : hidden.map((which) => `${eldersNames[which][language]} ${shown[which]}`).join(language === 'zh' ? '；' : '; ')
}
