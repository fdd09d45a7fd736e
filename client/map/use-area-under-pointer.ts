import type { Map as MapLibreMap, MapGeoJSONFeature } from 'maplibre-gl'
import { useCallback, useEffect, useState } from 'react'
import { developmentFill, planningUnitFill } from './layers/planning-areas.ts'

export interface AreaHit {
  layer: 'planningUnits' | 'development'
  id: string
  code: string | null
  name: string | null
  zone: string | null
  plannedResidents: number | null
}

export interface AreasUnderPointer {
  hits: readonly AreaHit[]
  /** A click keeps them until the next one. */
  kept: boolean
}

const nothing: AreasUnderPointer = { hits: [], kept: false }
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

function toHit({ layer, properties }: MapGeoJSONFeature): AreaHit {
  const { id, code, name, zone, p } = properties
  return {
    layer: layer.id === planningUnitFill ? 'planningUnits' : 'development',
    ...{ id: String(id), code: textOf(code), name: textOf(name), zone: textOf(zone), plannedResidents: typeof p === 'number' ? p : null },
  }
}

/** Planning units and parts of the development boundary under the pointer, while a layer of them is shown. */
export function useAreaUnderPointer(map: MapLibreMap | null, wanted: boolean): AreasUnderPointer & { close: () => void } {
  const [state, setState] = useState<AreasUnderPointer>(nothing)
  useEffect(() => {
    if (!map || !wanted) return
    const hitsAt = (point: { x: number; y: number }): AreaHit[] => {
      const layers = [planningUnitFill, developmentFill].filter((layer) => map.getLayer(layer))
      const hits = map.queryRenderedFeatures([point.x, point.y], { layers }).map(toHit)
      // A feature cut by tiles is found once a tile.
      return hits.filter((hit, index) => hits.findIndex(({ id }) => id === hit.id) === index)
    }
    const same = (one: readonly AreaHit[], other: readonly AreaHit[]) => one.map(({ id }) => id).join() === other.map(({ id }) => id).join()
    const moved = map.on('mousemove', ({ point }) => {
      const hits = hitsAt(point)
      setState((before) => (before.kept || same(before.hits, hits) ? before : { hits, kept: false }))
    })
    const left = map.on('mouseout', () => setState((before) => (before.kept ? before : nothing)))
    const clicked = map.on('click', ({ point }) => {
      const hits = hitsAt(point)
      setState({ hits, kept: hits.length > 0 })
    })
    return () => {
      moved.unsubscribe()
      left.unsubscribe()
      clicked.unsubscribe()
      setState(nothing)
    }
  }, [map, wanted])
  const close = useCallback(() => setState(nothing), [])
  return { ...state, close }
}
