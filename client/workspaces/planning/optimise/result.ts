import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'

export type Result = NonNullable<OptimisationRecord['result']>
export type Site = Result['sites'][number]
