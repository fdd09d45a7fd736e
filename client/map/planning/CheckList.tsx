import { CheckCircleOutlined, QuestionCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons'
import type { UseQueryResult } from '@tanstack/react-query'
import type { SiteCheckReply } from '../../../server/contract/what-if.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorText } from '../../shell/states.tsx'

type Check = SiteCheckReply['checks'][number]
const icons = { pass: <CheckCircleOutlined />, veto: <StopOutlined />, warning: <WarningOutlined />, unknown: <QuestionCircleOutlined /> }
/** What stops a site comes first, what is in order last. */
const weight: Record<Check['outcome'], number> = { veto: 0, warning: 1, unknown: 2, pass: 3 }

function CheckLine({ check }: { check: Check }) {
  const { t, say, word } = useText()
  return (
    <li className={`check check-${check.outcome}`}>
      {icons[check.outcome]}
      <div>
        <p><strong>{say(check.title)}</strong> <span className="check-outcome">{t(`planner.check.outcome.${check.outcome}`)}</span>{check.layer && <span className="muted"> {t('planner.check.layer', { layer: word('checkLayer', check.layer) })}</span>}</p>
        <p>{say(check.finding)}</p>
        {check.clause && <p className="muted" lang="zh-CN">{check.clause.ruleId} {check.clause.ref}：“{check.clause.quote}”</p>}
      </div>
    </li>
  )
}

/** What speaks for and against a spot. Controlled layers answer, and are never drawn. */
export function CheckList({ checks, settled }: { checks: UseQueryResult<SiteCheckReply>; settled: boolean }) {
  const { t } = useText()
  const ordered = [...(checks.data?.checks ?? [])].sort((a, b) => weight[a.outcome] - weight[b.outcome])
  return (
    <section className="checks" aria-live="polite">
      <h3>{t('planner.check.title')}</h3>
      {checks.error ? (
        <p className="field-error"><ErrorText error={checks.error} /></p>
      ) : checks.data ? (
        <ul>{ordered.map((check, index) => <CheckLine key={`${check.id} ${index}`} check={check} />)}</ul>
      ) : (
        <p className="card-line muted">{t(settled ? 'planner.check.asking' : 'planner.check.whenDropped')}</p>
      )}
    </section>
  )
}
