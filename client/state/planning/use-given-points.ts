import { useCallback, useEffect, useMemo, useState } from 'react'
import { usualCircle } from '../../../server/contract/facility-types.ts'
import { whatIfOf } from '../../api/planning-queries.ts'
import { keepPoints, keptPoints, renamed, withoutPoint, withPoint, type GivenPoint } from './given-points.ts'
import { newId } from './new-id.ts'
import type { Position } from './pin.ts'

export interface GivenPoints {
  points: readonly GivenPoint[]
  /** Whether a spot is being asked about. */
  busy: boolean
  /** The last spot that was not taken: outside the county, or the server gave no answer. */
  refused: { location: Position; error: Error | null } | null
  /** Adds a spot inside the county; resolves to whether it was taken. */
  offer: (location: Position, nameOf: (points: readonly GivenPoint[]) => string) => Promise<boolean>
  take: (points: readonly GivenPoint[]) => void
  rename: (id: string, name: string) => void
  remove: (id: string) => void
  clear: () => void
}

/** Candidate points of the user's own. They outlive a reload, and every spot is first held against the county by the server. */
export function useGivenPoints(code: string, runId: string | null): GivenPoints {
  const [points, setPoints] = useState(() => keptPoints(window.localStorage, code))
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<GivenPoints['refused']>(null)
  useEffect(() => keepPoints(window.localStorage, code, points), [code, points])

  const offer = useCallback<GivenPoints['offer']>(
    async (location, nameOf) => {
      if (runId === null) return false
      setBusy(true)
      try {
        const reply = await whatIfOf(code, runId)({ changes: [], pin: { location, facilityTypes: [...usualCircle.facilityTypes] } }, AbortSignal.timeout(30_000))
        const outside = reply.reason === 'outside_county'
        setRefused(outside ? { location, error: null } : null)
        if (!outside) setPoints((before) => withPoint(before, { id: newId(), name: nameOf(before), location }))
        return !outside
      } catch (cause) {
        setRefused({ location, error: cause as Error })
        return false
      } finally {
        setBusy(false)
      }
    },
    [code, runId],
  )
  return useMemo(
    () => ({
      points,
      busy,
      refused,
      offer,
      take: (more) => setPoints((before) => more.reduce(withPoint, before)),
      rename: (id, name) => setPoints((before) => renamed(before, id, name)),
      remove: (id) => setPoints((before) => withoutPoint(before, id)),
      clear: () => setPoints([]),
    }),
    [points, busy, refused, offer],
  )
}
