import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl'
import type { CountyDetail } from '../../../server/contract/counties.ts'
import type { DraftPlaces } from '../../../server/contract/import-drafts.ts'
import type { FailingGeoJson } from '../../../server/contract/evaluations.ts'
import type { RunStudyArea } from '../../../server/contract/runs.ts'
import { runTileAddress, type BaseTileLayer, type RunTileLayer } from '../../../server/contract/tile-layers.ts'
import type { MarkedIds } from '../../state/use-marked.ts'
import type { LayerKey } from '../../state/url-state.ts'
import type { PlanningOnMap } from './planning-on-map.ts'

/** Everything a layer may depend on: the style is a pure function of it. */
export interface StyleContext {
  code: string
  origin: string
  detail: CountyDetail
  runId: string | null
  limitMetres: number
  /** What the run on screen is about instead of the whole county. */
  studyArea: RunStudyArea | null
  shown: readonly LayerKey[]
  selectedPlaceId: string | null
  selectedFacilityId: string | null
  selectedUnitId: string | null
  /** The places of that unit: below the township no boundary shows what belongs to it. */
  unitPlaceIds: readonly string[]
  marked: MarkedIds
  /** Units that fail the rule of the address; null where none is asked about. */
  failing: FailingGeoJson | null
  /** Records of a file that waits for its import; null where none is open. */
  draft: { places: DraftPlaces; selectedRow: number | null } | null
  /** Null where no planning is under way. */
  planning: PlanningOnMap | null
}

/** What one layer file adds to the style. */
export interface LayerPart {
  sources: Record<string, SourceSpecification>
  layers: LayerSpecification[]
}

export const nothing: LayerPart = { sources: {}, layers: [] }

/** Local fonts draw every label: the style names no glyph server. */
export const labelFont = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei']

export function visibility(context: StyleContext, key: LayerKey): 'visible' | 'none' {
  return context.shown.includes(key) ? 'visible' : 'none'
}

/** MapLibre's worker resolves addresses against itself, so they must be absolute. */
export function baseTiles(context: StyleContext, layer: BaseTileLayer): string[] | null {
  const address = context.detail.layers.find((candidate) => candidate.layer === layer)?.tiles
  if (!address) return null
  return [address.startsWith('/') ? context.origin + address : address]
}

export function runTiles(context: StyleContext, layer: RunTileLayer): string[] | null {
  if (context.runId === null) return null
  return [context.origin + runTileAddress(context.code, context.runId, layer)]
}

/** A feature whose id is in the list. `match` looks ids up by hash, so that thousands of them cost nothing. */
export function idWithin(ids: readonly string[]): ExpressionSpecification {
  if (ids.length === 0) return ['boolean', false]
  return ['match', ['get', 'id'], [...new Set(ids)], true, false]
}
