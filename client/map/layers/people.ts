import type { ExpressionSpecification } from 'maplibre-gl'
import { runTileLayers } from '../../../server/contract/tile-layers.ts'
import { elderColorClasses, residentClasses, type PeopleClass } from '../palette.ts'
import { nothing, runTiles, visibility, type LayerPart, type StyleContext } from './layer.ts'

const { minzoom, maxzoom } = runTileLayers.people
const source = { source: 'people', 'source-layer': 'people' } as const

function colorByClass(attribute: 'p' | 'o', classes: readonly PeopleClass[]): ExpressionSpecification {
  const steps = classes.slice(1).flatMap(({ from, color }) => [from, color])
  return ['step', ['get', attribute], classes[0].color, ...steps] as unknown as ExpressionSpecification
}

/** The population surface: residents of each cell, or its residents 60+ by class. Cells without any are left bare. */
export function peoplePart(context: StyleContext): LayerPart {
  const tiles = runTiles(context, 'people')
  if (!tiles) return nothing
  const fill = (key: 'people' | 'elders', attribute: 'p' | 'o', classes: readonly PeopleClass[]) => ({
    id: `${key}-fill`,
    type: 'fill' as const,
    ...source,
    filter: ['>', ['coalesce', ['get', attribute], 0], 0] as ExpressionSpecification,
    layout: { visibility: visibility(context, key) },
    paint: { 'fill-color': colorByClass(attribute, classes), 'fill-opacity': 0.72, 'fill-outline-color': '#ffffff' },
  })
  return {
    sources: { people: { type: 'vector', tiles, minzoom, maxzoom } },
    layers: [fill('people', 'p', residentClasses), fill('elders', 'o', elderColorClasses)],
  }
}
