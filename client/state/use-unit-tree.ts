import { useMemo } from 'react'
import { useUnitSummaries } from '../api/queries.ts'
import { buildUnitTree } from '../tables/unit-tree.ts'
import { useCountyView } from './county-view.ts'

/** The units of the run on screen, as a tree; null while it loads. */
export function useUnitTree(code: string) {
  const { runId } = useCountyView(code)
  const summaries = useUnitSummaries(code, runId)
  const tree = useMemo(() => (summaries.data ? buildUnitTree(summaries.data) : null), [summaries.data])
  return { tree, summaries }
}
