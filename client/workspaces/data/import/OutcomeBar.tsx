import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled, WarningFilled } from '@ant-design/icons'
import { Spin } from 'antd'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'

const parts = ['accepted', 'asked', 'refused'] as const
const icons = { ok: CheckCircleFilled, warn: WarningFilled, ask: QuestionCircleFilled, rows: WarningFilled, reject: CloseCircleFilled }

/** Every row accounted for: read = accepted + asked + refused. */
export function OutcomeBar({ reply, busy }: { reply: ExamineDraftReply; busy: boolean }) {
  const { t } = useText()
  const { outcome, rows } = reply
  const Icon = icons[outcome]
  return (
    <section className={`outcome outcome-${outcome}`} aria-live="polite" aria-busy={busy}>
      <p>
        <Icon aria-hidden="true" /> <strong>{t(`imports.outcome.${outcome}`)}</strong>
        {busy && <Spin size="small" className="outcome-busy" />}
      </p>
      <div className="count-bar" aria-hidden="true">
        {parts.map((part) => rows[part] > 0 && <span key={part} className={`count-${part}`} style={{ flexGrow: rows[part] }} />)}
      </div>
      <p className="count-line">
        {t('imports.read', { n: formatCount(rows.read) })} ={' '}
        {parts.map((part, index) => (
          <span key={part}>
            {index > 0 && ' + '}
            <i className={`count-mark count-${part}`} aria-hidden="true" />
            {t(`imports.count.${part}`, { n: formatCount(rows[part]) })}
          </span>
        ))}
      </p>
    </section>
  )
}
