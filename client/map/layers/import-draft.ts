import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification } from 'maplibre-gl'
import type { DraftPlaces } from '../../../server/contract/import-drafts.ts'
import { palette } from '../palette.ts'
import { labelFont, nothing, type LayerPart, type StyleContext } from './layer.ts'

const source = 'import-draft'
export const draftLayer = 'import-draft'
const proposed = 'import-proposed'

/** Colours of a record's state; the shape says it as well: a dot, a ring, a ring with a heavy rim. */
export const draftLook = {
  accepted: { fill: palette.accent, line: '#ffffff', width: 1.4 },
  asked: { fill: '#fff3d6', line: '#8a5a00', width: 3 },
  refused: { fill: '#ffffff', line: palette.gapLine, width: 4 },
} as const

type State = keyof typeof draftLook

/** ColorBrewer Dark2; each proposal carries a letter as well. */
export const proposalColors = ['#1b7837', '#d95f02', '#5e3c99', '#b2182b', '#66501b', '#4d4d4d'] as const

export function proposalLetter(index: number): string {
  return String.fromCharCode(65 + (index % 26))
}

function byState(read: (state: State) => string | number): ExpressionSpecification {
  return ['match', ['get', 'state'], 'refused', read('refused'), 'asked', read('asked'), read('accepted')] as ExpressionSpecification
}

/** Records that wait to be imported, where the present answers put them. */
export function importDraftPart({ draft }: Pick<StyleContext, 'draft'>): LayerPart {
  if (!draft) return nothing
  const { places, selectedRow } = draft
  return {
    sources: { [source]: { type: 'geojson', data: toFeatures(places) }, [proposed]: { type: 'geojson', data: toProposals(places) } },
    layers: [
      {
        id: proposed,
        type: 'circle',
        source: proposed,
        paint: { 'circle-radius': 8, 'circle-color': ['get', 'color'], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.5 },
      },
      {
        id: 'import-proposed-letter',
        type: 'symbol',
        source: proposed,
        layout: { 'text-field': ['get', 'letter'], 'text-font': labelFont, 'text-size': 11, 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': '#ffffff' },
      },
      {
        id: draftLayer,
        type: 'circle',
        source,
        layout: { 'circle-sort-key': byState((state) => ({ accepted: 0, asked: 1, refused: 2 })[state]) },
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 3.5, 14, 7],
          'circle-color': byState((state) => draftLook[state].fill),
          'circle-stroke-color': byState((state) => draftLook[state].line),
          'circle-stroke-width': byState((state) => draftLook[state].width),
        },
      },
      {
        id: 'import-draft-selected',
        type: 'circle',
        source,
        filter: ['==', ['get', 'row'], selectedRow ?? -1],
        paint: { 'circle-radius': 12, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': palette.ink, 'circle-stroke-width': 3 },
      },
    ],
  }
}

function toFeatures({ features }: DraftPlaces): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: features.map(({ row, name, location, state }) => ({
      type: 'Feature',
      properties: { row, name, state },
      geometry: { type: 'Point', coordinates: [...location] },
    })),
  }
}

/** Where each coordinate system that is proposed would put a sample of the points, while the question is open. */
function toProposals({ proposals }: DraftPlaces): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: proposals.flatMap(({ sample }, index) =>
      sample.map((coordinates) => ({
        type: 'Feature' as const,
        properties: { letter: proposalLetter(index), color: proposalColors[index % proposalColors.length] },
        geometry: { type: 'Point' as const, coordinates: [...coordinates] },
      })),
    ),
  }
}
