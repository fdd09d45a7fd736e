import type { Geometry } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect } from 'react'
import { useLive, usePlanning } from '../../state/planning/planning-context.tsx'
import { noPlanningOnMap } from '../layers/planning-on-map.ts'
import { effectFeatures, effectsSource } from '../layers/planning.ts'
import { useNamed } from './use-planning-map.ts'

/**
 * While the pin is dragged its streets and places go straight to their source: comparing whole styles with every answer
 * would hold the pointer up. Once it lies still the style has them.
 */
export function LiveEffects({ map }: { map: MapLibreMap }) {
  const { code, baseRunId, pin } = usePlanning()
  const { reply } = useLive()
  const named = useNamed(code, baseRunId)
  const dragged = pin !== null && !pin.settled
  useEffect(() => {
    const source = map.getSource<GeoJSONSource>(effectsSource)
    if (!dragged || !reply || !source) return
    const withPlace = (ids: readonly string[]) => ids.flatMap((id) => named.get(id) ?? [])
    void source.setData(effectFeatures({ ...noPlanningOnMap, gained: withPlace(reply.gainedPlaceIds), lost: withPlace(reply.lostPlaceIds), streets: reply.streets as Geometry }))
  }, [map, dragged, reply, named])
  return null
}
