import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import { findFacility, type TileFacility } from './hits.ts'

/** The facility of the address, once its tile is there; null while it is being looked for, undefined when not in view. */
export function useFacility(map: MapLibreMap | null, id: string | null): TileFacility | null | undefined {
  const [found, setFound] = useState<{ id: string; facility: TileFacility | undefined } | null>(null)
  useEffect(() => {
    if (!map || !id) return
    const look = () => {
      const facility = findFacility(map, id)
      if (facility || map.areTilesLoaded()) setFound({ id, facility })
    }
    look()
    const idle = map.on('idle', look)
    return () => idle.unsubscribe()
  }, [map, id])
  return found && found.id === id ? found.facility : null
}
