import type { EvaluationReply } from '../../../../server/contract/evaluations.ts'
import { useText } from '../../../i18n/index.ts'
import type { PlanView } from '../../../state/plan-view.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { ChoicesForm } from './ChoicesForm.tsx'
import { EntryPanel } from './reported/EntryPanel.tsx'
import { MapDrawer, RuleDrawer } from './RuleDrawer.tsx'
import { RuleClause } from './RuleFacts.tsx'
import type { Evaluate } from './use-evaluate.ts'

interface PlanDrawersProps {
  code: string
  view: PlanView
  reply: EvaluationReply
  evaluate: Evaluate
  choosing: boolean
  onChoosing: (choosing: boolean) => void
}

/** What opens beside the map: a rule's grounds, a reported figure's form, or all declared choices. One at a time. */
export function PlanDrawers({ code, view, reply, evaluate, choosing, onChoosing }: PlanDrawersProps) {
  const { t } = useText()
  const url = useUrlState()
  const update = useUpdateUrl()
  const close = () => update((state) => ({ ...state, clause: false }), { replace: true })
  const rule = reply.results.find(({ id }) => id === url.rule) ?? null
  const row = reply.reported.find(({ id }) => id === url.rule) ?? null
  const open = url.clause && !choosing
  const entry = row && <EntryPanel key={row.id} code={code} pack={reply.evaluation.pack.id} row={row} />
  const { policy } = view
  return (
    <>
      <RuleDrawer
        code={code}
        view={view}
        reply={reply}
        evaluate={evaluate}
        rule={open ? rule : null}
        shown={rule !== null && rule.failingUnits.length > 0}
        entry={entry}
        onToggle={() => update((state) => ({ ...state, rule: null, clause: false }), { replace: true })}
        onClose={close}
      />
      <MapDrawer open={open && rule === null && row !== null} onClose={close} title={row && <span lang="zh-CN">{row.id} {row.name}</span>}>
        {row && rule === null && (
          <div className="stack">
            <RuleClause rule={row} evaluation={reply.evaluation} />
            {entry}
          </div>
        )}
      </MapDrawer>
      <MapDrawer open={choosing} onClose={() => onChoosing(false)} title={t('plan.choices.title')}>
        {policy && (
          <div className="stack">
            <p className="muted">{t('plan.choices.hint')}</p>
            <ChoicesForm key={reply.evaluation.id} choices={policy.choices} declared={evaluate.declared.choices} evaluate={evaluate} onStarted={() => undefined} />
          </div>
        )}
      </MapDrawer>
    </>
  )
}
