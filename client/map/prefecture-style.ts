import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import type { LayerKey } from '../state/url-state.ts'
import { landPart, outlinePart } from './layers/boundary.ts'
import { facilitiesPart } from './layers/facilities.ts'
import { failingPart } from './layers/failing.ts'
import { labelFont, type LayerPart, type StyleContext } from './layers/layer.ts'
import { roadsPart } from './layers/roads.ts'
import { unitsPart } from './layers/units.ts'
import { palette } from './palette.ts'
import { emptyStyle } from './style.ts'

/** What a prefecture's map can show: coverage belongs to a county's run. */
export const prefectureLayers: readonly LayerKey[] = ['facilities', 'roads', 'units']

const countyParts = [landPart, unitsPart, roadsPart, outlinePart, facilitiesPart]

/** The same part for another county: sources and layers must have names of their own. */
function ofCounty(code: string, part: LayerPart): LayerPart {
  const named = (name: string) => `${code}-${name}`
  return {
    sources: Object.fromEntries(Object.entries(part.sources).map(([name, source]) => [named(name), source])),
    layers: part.layers.map((layer) => ({ ...layer, id: named(layer.id), ...('source' in layer ? { source: named(String(layer.source)) } : {}) }) as LayerSpecification),
  }
}

function countyNames(counties: readonly RegionItem[]): LayerPart {
  const features = counties.flatMap(({ name, centre }) =>
    centre ? [{ type: 'Feature' as const, properties: { name }, geometry: { type: 'Point' as const, coordinates: centre } }] : [],
  )
  return {
    sources: { 'county-names': { type: 'geojson', data: { type: 'FeatureCollection', features } } },
    layers: [
      {
        id: 'county-name',
        type: 'symbol',
        source: 'county-names',
        layout: { 'text-field': ['get', 'name'], 'text-font': labelFont, 'text-size': 15, 'text-letter-spacing': 0.1, 'text-padding': 4 },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
      },
    ],
  }
}

type Shown = Pick<StyleContext, 'origin' | 'shown' | 'failing'>

/** Every county's base layers, kind by kind so that no county's ground covers another's sites, then what fails. */
export function buildPrefectureStyle(details: readonly CountyDetail[], counties: readonly RegionItem[], { origin, shown, failing }: Shown): StyleSpecification {
  const contexts = details.map((detail): StyleContext => ({
    code: detail.code, origin, detail, runId: null, limitMetres: 0, studyArea: null, shown, selectedPlaceId: null, selectedFacilityId: null, selectedUnitId: null,
    unitPlaceIds: [], marked: { placeIds: [], unitIds: [] }, failing: null, draft: null, planning: null,
  }))
  const parts = [
    ...countyParts.flatMap((part) => contexts.map((context) => ofCounty(context.code, part(context)))),
    failingPart({ failing }),
    countyNames(counties),
  ]
  return {
    ...emptyStyle,
    sources: Object.assign({}, ...parts.map((part) => part.sources)) as StyleSpecification['sources'],
    layers: [...emptyStyle.layers, ...parts.flatMap((part) => part.layers)],
  }
}
