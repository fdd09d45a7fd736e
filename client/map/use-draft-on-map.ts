import type { DraftPlaces } from '../../server/contract/import-drafts.ts'
import { useDraftPlaces, useDrafts } from '../api/import-queries.ts'
import { useDraft } from '../state/import-draft-store.ts'
import { useDraftExamination } from '../state/use-draft-examination.ts'
import { useUrlState } from '../state/use-url-state.ts'

export interface DraftOnMap {
  draftId: string
  places: DraftPlaces
  selectedRow: number | null
}

/** The draft of the address with its records' places; null while none is open or nothing has been read yet. */
export function useDraftOnMap(code: string): DraftOnMap | null {
  const { workspace, view, draft } = useUrlState()
  const draftId = workspace === 'data' && view === 'import' ? draft : null
  const known = useDrafts(code).data?.find(({ id }) => id === draftId)
  const { work, selectedRow } = useDraft(draftId ?? '')
  const kind = known ? (work.kind ?? known.kind ?? known.proposedKinds[0] ?? null) : null
  const examined = useDraftExamination(code, draftId ?? '', kind)
  const places = useDraftPlaces(code, draftId, examined.data ? examined.dataUpdatedAt : 0)
  return draftId !== null && examined.data && places.data ? { draftId, places: places.data, selectedRow } : null
}
