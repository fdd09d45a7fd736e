import { useEffect, useRef } from 'react'
import { useCounty, usePlaces } from '../../api/queries.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { useUnitTree } from '../../state/use-unit-tree.ts'
import { useUrlState } from '../../state/use-url-state.ts'
import { belongsTo, boundsOf } from '../../tables/unit-tree.ts'

const unitZoom = 12

/**
 * The map follows the unit of the address, whether it was clicked, stepped back to or opened by a link. A link that
 * names its own camera keeps it.
 */
export function useUnitCamera(code: string): void {
  const { unit, camera } = useUrlState()
  const { runId } = useCountyView(code)
  const { tree } = useUnitTree(code)
  const places = usePlaces(code, runId)
  const detail = useCounty(code)
  const { flyTo, fitBounds, fitCounty } = useMapHandle()
  const shown = useRef<string | null | undefined>(undefined)
  const opened = useRef({ camera })

  useEffect(() => {
    if (shown.current === unit) return
    const first = shown.current === undefined
    if (first && (unit === null || opened.current.camera !== null)) {
      shown.current = unit
      return
    }
    if (unit === null) {
      shown.current = null
      fitCounty()
      return
    }
    if (!tree || !places.data) return
    shown.current = unit
    const bounds = boundsOf(places.data.filter(belongsTo(tree, unit)))
    const centre = [...(detail.data?.units ?? []), ...(detail.data?.formerUnits ?? [])].find((candidate) => candidate.id === unit)?.centre
    if (bounds) fitBounds(bounds)
    else if (centre) flyTo(centre, unitZoom)
  }, [unit, tree, places.data, detail.data, flyTo, fitBounds, fitCounty])
}
