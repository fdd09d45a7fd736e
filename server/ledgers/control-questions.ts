import { writeAudit } from '../audit/audit.repository.ts'
import type { Actor } from '../auth/actor.ts'
import type { Tx } from '../db/schema.ts'

/** What was asked of the control layers: by an evaluation over a county's sites, or about a shape that is no site yet. */
export interface ControlQuestion {
  countyCode: number
  at: Date
  about: 'evaluation' | 'shape'
  /** The evaluation, or the site under study. */
  id: string
  controlAreasVersion: number
  /** How many sites or shapes were asked about; the answer itself is no part of the log. */
  asked: number
}

/** Every question to a control layer is logged, in the transaction that asks it (domain.md, Controlled layers). */
export async function noteControlQuestion(tx: Tx, actor: Actor, question: ControlQuestion): Promise<void> {
  const { countyCode, at, about, id, controlAreasVersion, asked } = question
  await writeAudit(tx, actor, {
    ...{ countyCode, at, action: 'control_areas.ask', entityKind: about, entityId: id },
    detail: { controlAreasVersion, asked },
  })
}
