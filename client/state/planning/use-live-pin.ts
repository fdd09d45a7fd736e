import { useCallback, useEffect, useRef, useState } from 'react'
import type { SiteChange } from '../../../server/contract/scenarios.ts'
import type { WhatIf, WhatIfReply } from '../../../server/contract/what-if.ts'
import { whatIfOf } from '../../api/planning-queries.ts'
import { createLiveQuestion, type LiveQuestion } from './live-question.ts'
import { questionOf, type PinDraft, type Position } from './pin.ts'

export interface LivePin {
  reply: WhatIfReply | null
  /** Whether an answer to the newest spot is still to come. */
  busy: boolean
  error: Error | null
  /** Where the pin is while it is dragged. */
  ask: (location: Position) => void
}

const noChanges: readonly SiteChange[] = []

/** Follows a pin with questions to the server, over the run and the scenario's other changes. */
export function useLivePin(code: string, runId: string | null, pin: PinDraft | null, changes: readonly SiteChange[] = noChanges): LivePin {
  const [answer, setAnswer] = useState<Omit<LivePin, 'ask'>>({ reply: null, busy: false, error: null })
  const question = useRef<LiveQuestion<WhatIf> | null>(null)
  const newest = useRef({ pin, changes })
  useEffect(() => {
    newest.current = { pin, changes }
  }, [pin, changes])

  useEffect(() => {
    if (runId === null) return
    const live = createLiveQuestion(whatIfOf(code, runId), {
      onAnswer: (reply, settled) => newest.current.pin && setAnswer({ reply, busy: !settled, error: null }),
      onError: (error) => newest.current.pin && setAnswer({ reply: null, busy: false, error }),
    })
    question.current = live
    return () => {
      question.current = null
      live.stop()
    }
  }, [code, runId])

  const ask = useCallback((location: Position) => {
    const { pin: asked, changes: others } = newest.current
    if (!asked || asked.fields.facilityTypes.length === 0) return
    setAnswer((before) => (before.busy ? before : { ...before, busy: true }))
    question.current?.put(questionOf(asked, location, others))
  }, [])

  const { changeId, location, fields } = pin ?? {}
  const types = fields?.facilityTypes.join()
  const others = changes.filter(({ id }) => id !== changeId)
  const key = changeId === undefined ? null : JSON.stringify([changeId, location, types, fields?.beds, fields?.floorAreaM2, others])
  useEffect(() => setAnswer({ reply: null, busy: false, error: null }), [changeId])
  useEffect(() => {
    if (key !== null && newest.current.pin) ask(newest.current.pin.location)
  }, [key, runId, ask])
  return { ...answer, ask }
}
