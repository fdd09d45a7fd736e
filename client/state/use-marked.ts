import { useMemo } from 'react'
import { usePlaces, useUnitCoverage } from '../api/queries.ts'
import { turningLimit } from '../tables/band.ts'
import { misjudgedByStraightLine } from '../tables/straight-line.ts'
import { belongsTo } from '../tables/unit-tree.ts'
import { useCountyView } from './county-view.ts'
import type { Mark } from './url-state.ts'
import { useUnitTree } from './use-unit-tree.ts'
import { useUrlState } from './use-url-state.ts'

/** What the panels ask the map to point out; both lists may be empty. */
export interface MarkedIds {
  placeIds: readonly string[]
  unitIds: readonly string[]
}

const nobody: readonly string[] = []
const none: MarkedIds = { placeIds: [], unitIds: [] }
const isOfPlaces = (mark: Mark | null) => mark === 'band' || mark === 'straight'

/** The ids behind the mark of the address, from the same rows as the tables. */
export function useMarked(code: string): MarkedIds {
  const { mark, filter } = useUrlState()
  const { turnsAt } = filter
  const { runId, bandMetres } = useCountyView(code)
  const places = usePlaces(code, isOfPlaces(mark) ? runId : null)
  const coverage = useUnitCoverage(code, mark !== null && !isOfPlaces(mark) ? runId : null)
  return useMemo(() => {
    if (mark === 'band') {
      // A table narrowed to one step of the band and the map beside it mark the same places.
      const wanted = (limitMetres: number | undefined) => limitMetres !== undefined && (typeof turnsAt !== 'number' || limitMetres === turnsAt)
      const turning = places.data?.filter((row) => wanted(turningLimit(row, bandMetres))) ?? []
      return { ...none, placeIds: turning.map((row) => row.id) }
    }
    if (mark === 'straight') return { ...none, placeIds: places.data?.filter(misjudgedByStraightLine).map((row) => row.id) ?? [] }
    const failing = coverage.data?.find((row) => row.denominator === mark)?.failing ?? []
    return failing.length === 0 ? none : { ...none, unitIds: failing.map((unit) => unit.unitId) }
  }, [mark, turnsAt, places.data, coverage.data, bandMetres])
}

/** The places of the unit of the address. */
export function useUnitPlaceIds(code: string): readonly string[] {
  const { unit } = useUrlState()
  const { runId } = useCountyView(code)
  const { tree } = useUnitTree(code)
  const places = usePlaces(code, unit === null ? null : runId)
  return useMemo(
    () => (unit && tree && places.data ? places.data.filter(belongsTo(tree, unit)).map((row) => row.id) : nobody),
    [unit, tree, places.data],
  )
}
