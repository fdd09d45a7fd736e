import { useMemo } from 'react'
import { useUnitCoverage } from '../../api/queries.ts'
import { useCountyView } from '../../state/county-view.ts'

/** Units without a facility of their own, whatever the denominator that counts them. */
export function useFailingUnits(code: string): ReadonlySet<string> {
  const { runId } = useCountyView(code)
  const coverage = useUnitCoverage(code, runId)
  return useMemo(() => new Set(coverage.data?.flatMap((row) => row.failing.map((unit) => unit.unitId)) ?? []), [coverage.data])
}
