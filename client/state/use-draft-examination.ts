import { useEffect, useMemo, useState } from 'react'
import { useExamined } from '../api/import-queries.ts'
import { toOptions } from './import-draft.ts'
import { useDraft } from './import-draft-store.ts'

const restMillis = 350

/** The doctor's answer to the present decisions, asked for once they have rested; panel and map share it. */
export function useDraftExamination(code: string, draftId: string, kind: string | null) {
  const { work } = useDraft(draftId)
  const wanted = useMemo(() => (kind === null ? null : JSON.stringify(toOptions(work, kind))), [work, kind])
  const [rested, setRested] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setRested(wanted), restMillis)
    return () => clearTimeout(timer)
  }, [wanted])
  const options = useMemo(() => (rested === null ? null : (JSON.parse(rested) as ReturnType<typeof toOptions>)), [rested])
  return useExamined(code, draftId, options)
}
