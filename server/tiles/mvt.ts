import type { GeoJSONVTFeature } from '@maplibre/geojson-vt'
import { fromVectorTileJs, GeoJSONWrapper } from '@maplibre/vt-pbf'
import { tileExtent } from './tile-math.ts'

/** Features in tile units as a vector tile (version 2); empty bytes where no layer has any. */
export function encodeLayers(layers: Record<string, GeoJSONVTFeature[]>): Uint8Array {
  const wrapped = Object.entries(layers)
    .filter(([, features]) => features.length > 0)
    .map(([name, features]) => {
      const layer = new GeoJSONWrapper(features, { version: 2, extent: tileExtent })
      layer.name = name
      return [name, layer] as const
    })
  return wrapped.length > 0 ? fromVectorTileJs({ layers: Object.fromEntries(wrapped) }) : new Uint8Array(0)
}
