import type { UnitCoverageRow } from '../../server/contract/run-details.ts'
import { noFilter, type PlaceFilter } from '../tables/place-filter.ts'
import { filterToQuery, parseFilter } from './filter-in-url.ts'
import { noPlanning, parsePlanning, planningToQuery, type PlanningInUrl } from './planning-in-url.ts'

/** What a link carries. Pure: text in, state out, and back. */

export const workspaces = ['overview', 'review', 'planning', 'data', 'admin'] as const
export type Workspace = (typeof workspaces)[number]

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

export const layerKeys = ['cells', 'people', 'elders', 'places', 'facilities', 'areas', 'roads', 'units', 'planningUnits', 'development'] as const
export type LayerKey = (typeof layerKeys)[number]
/** Paint the same cells: at most one of them is shown. */
const cellLayers: readonly LayerKey[] = ['cells', 'people', 'elders']
/** Shown only when asked for. */
const quietLayers: readonly LayerKey[] = ['people', 'elders', 'planningUnits', 'development']
export const defaultLayers: readonly LayerKey[] = layerKeys.filter((key) => !quietLayers.includes(key))

/** Second pages of a workspace: the plan's table, the table of places, the sums by township; importing and its history; planning. */
export const views = ['plan', 'places', 'sums', 'import', 'history', 'access', 'forecast', 'scenarios', 'optimise', 'compare'] as const
export type View = (typeof views)[number]

export const denominators = [
  'county', 'township_and_street', 'township', 'street', 'urban_town', 'community', 'village', 'settlement',
] as const satisfies readonly UnitCoverageRow['denominator'][]

/** What is marked on the map besides the layers: places that turn within the band, places that a straight line misjudges, units that fail. */
export const marks = ['band', 'straight', ...denominators] as const
export type Mark = (typeof marks)[number]

export interface Camera {
  lng: number
  lat: number
  zoom: number
}

export interface UrlState {
  county: string | null
  workspace: Workspace
  lang: Language
  camera: Camera | null
  layers: readonly LayerKey[]
  run: string | null
  /** At most one of the next three is set: what the card on the map is about. */
  place: string | null
  facility: string | null
  spot: readonly [number, number] | null
  /** The unit drilled into; tables are narrowed to it. */
  unit: string | null
  view: View | null
  mark: Mark | null
  filter: PlaceFilter
  /** The plan that the region is held to; the region's own when left out. */
  pack: string | null
  /** The year whose targets count; the last of the plan's period when left out. */
  year: number | null
  /** The scenario that the plan is judged over; the real state when left out. */
  basis: string | null
  /** The rule whose failing units are on the map. */
  rule: string | null
  /** The file that waits for its import. */
  draft: string | null
  /** Whether that rule's clause and grounds are open beside the map. */
  clause: boolean
  planning: PlanningInUrl
}

const countyPattern = /^\d{6}$/
const idPattern = /^[0-9a-fA-F-]{36}$/
const packPattern = /^[a-z][a-z0-9-]{1,39}$/
const yearPattern = /^20\d\d$/
const rulePattern = /^[A-Za-z][A-Za-z0-9-]{0,39}$/
const noLayers = 'none'

function member<T extends string>(list: readonly T[], text: string | null | undefined): T | null {
  return list.find((item) => item === text) ?? null
}

function numberWithin(text: string | null, low: number, high: number): number | null {
  if (text === null || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) && value >= low && value <= high ? value : null
}

function parseCamera(query: URLSearchParams): Camera | null {
  const lng = numberWithin(query.get('lng'), -180, 180)
  const lat = numberWithin(query.get('lat'), -85, 85)
  const zoom = numberWithin(query.get('z'), 0, 24)
  return lng === null || lat === null || zoom === null ? null : { lng, lat, zoom }
}

function parseLayers(text: string | null): readonly LayerKey[] {
  if (text === null) return defaultLayers
  const wanted = text.split(',')
  const painted = cellLayers.find((key) => wanted.includes(key))
  return layerKeys.filter((key) => wanted.includes(key) && (key === painted || !cellLayers.includes(key)))
}

/** Switches one layer; showing one that paints the cells takes the place of the one that did. */
export function withLayerSwitched(shown: readonly LayerKey[], key: LayerKey): readonly LayerKey[] {
  if (shown.includes(key)) return shown.filter((other) => other !== key)
  const kept = cellLayers.includes(key) ? shown.filter((other) => !cellLayers.includes(other)) : shown
  return layerKeys.filter((other) => other === key || kept.includes(other))
}

function parseSpot(text: string | null): readonly [number, number] | null {
  const [lon, lat] = (text ?? '').split(',')
  const lng = numberWithin(lon ?? null, -180, 180)
  const latitude = numberWithin(lat ?? null, -90, 90)
  return lng === null || latitude === null ? null : [lng, latitude]
}

const matching = (text: string | null, pattern: RegExp) => (text !== null && pattern.test(text) ? text : null)
const parseId = (text: string | null) => matching(text, idPattern)

/** Anything unreadable in the address falls back to its default: an old or mangled link still opens. */
export function parseUrl(pathname: string, search: string): UrlState {
  const [county, workspace] = pathname.split('/').filter(Boolean)
  const query = new URLSearchParams(search)
  const place = parseId(query.get('place'))
  const year = matching(query.get('year'), yearPattern)
  const rule = matching(query.get('rule'), rulePattern)
  const facility = place === null ? parseId(query.get('facility')) : null
  return {
    county: county !== undefined && countyPattern.test(county) ? county : null,
    workspace: member(workspaces, workspace) ?? 'overview',
    lang: member(languages, query.get('lang')) ?? 'zh',
    camera: parseCamera(query),
    layers: parseLayers(query.get('layers')),
    run: parseId(query.get('run')),
    place,
    facility,
    spot: place === null && facility === null ? parseSpot(query.get('spot')) : null,
    unit: parseId(query.get('unit')),
    view: member(views, query.get('view')),
    mark: member(marks, query.get('mark')),
    filter: parseFilter(query),
    pack: matching(query.get('pack'), packPattern),
    year: year === null ? null : Number(year),
    basis: parseId(query.get('basis')),
    rule,
    draft: parseId(query.get('draft')),
    clause: rule !== null && query.get('clause') === '1',
    planning: parsePlanning(query),
  }
}

/** The address of a state; defaults are left out so that links stay short. */
export function toUrl(state: UrlState): string {
  const query: string[] = []
  if (state.lang !== 'zh') query.push(`lang=${state.lang}`)
  if (state.camera) {
    query.push(`lng=${state.camera.lng.toFixed(5)}`, `lat=${state.camera.lat.toFixed(5)}`, `z=${state.camera.zoom.toFixed(2)}`)
  }
  if (state.layers.join() !== defaultLayers.join()) query.push(`layers=${state.layers.join(',') || noLayers}`)
  if (state.run) query.push(`run=${state.run}`)
  if (state.place) query.push(`place=${state.place}`)
  else if (state.facility) query.push(`facility=${state.facility}`)
  else if (state.spot) query.push(`spot=${state.spot[0].toFixed(6)},${state.spot[1].toFixed(6)}`)
  if (state.unit) query.push(`unit=${state.unit}`)
  if (state.view) query.push(`view=${state.view}`)
  if (state.mark) query.push(`mark=${state.mark}`)
  query.push(...filterToQuery(state.filter))
  if (state.pack) query.push(`pack=${state.pack}`)
  if (state.year !== null) query.push(`year=${state.year}`)
  if (state.basis) query.push(`basis=${state.basis}`)
  if (state.rule) query.push(`rule=${state.rule}`)
  if (state.rule && state.clause) query.push('clause=1')
  if (state.draft) query.push(`draft=${state.draft}`)
  query.push(...planningToQuery(state.planning))
  const path = state.county ? `/${state.county}/${state.workspace}` : '/'
  return query.length ? `${path}?${query.join('&')}` : path
}

/** Choosing one subject drops the other two. */
export function withSubject(
  state: UrlState,
  subject: { place: string } | { facility: string } | { spot: readonly [number, number] } | null,
): UrlState {
  return { ...state, place: null, facility: null, spot: null, ...subject }
}

/** Another workspace keeps the unit, the subject and the camera; its pages are its own, and the plan is that of the real state again. */
export function withWorkspace(state: UrlState, workspace: Workspace): UrlState {
  return { ...state, workspace, view: null, basis: null, clause: false, draft: null, planning: { ...state.planning, tool: null } }
}

/** Another plan or year keeps no rule: ids are the plan's own. */
export function withPlan(state: UrlState, change: Partial<Pick<UrlState, 'pack' | 'year'>>): UrlState {
  return { ...state, rule: null, clause: false, ...change }
}

/** The plan over a scenario, or over the real state (null): the rule on the map stays, its units are the other evaluation's. */
export function withBasis(state: UrlState, basis: string | null): UrlState {
  return { ...state, basis }
}

/** One click paints the rule's failing units, the next takes them away. */
export function withRuleToggled(state: UrlState, rule: string): UrlState {
  return state.rule === rule ? { ...state, rule: null, clause: false } : { ...state, rule }
}

/** Another region keeps the language, the workspace and the layers; the rest belongs to the old one. */
export function withCounty(state: UrlState, county: string): UrlState {
  return { ...withSubject(state, null), county, run: null, camera: null, unit: null, mark: null, filter: noFilter, pack: null, year: null, basis: null, rule: null, clause: false, draft: null, planning: noPlanning }
}

/** A page of the planning workspace; what is open on it stays, so that the way back leads there. */
export function withPlanning(state: UrlState, view: View | null, change: Partial<PlanningInUrl> = {}): UrlState {
  return { ...withSubject(state, null), workspace: 'planning', view, planning: { ...state.planning, tool: null, ...('optimisation' in change ? { answer: 0 } : {}), ...change } }
}
