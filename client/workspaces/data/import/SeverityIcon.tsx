import { CloseCircleFilled, QuestionCircleFilled, WarningFilled } from '@ant-design/icons'
import { useText } from '../../../i18n/index.ts'

export type Severity = 'error' | 'question' | 'warning'
const icons = { error: CloseCircleFilled, question: QuestionCircleFilled, warning: WarningFilled }

/** Shape and word, not colour alone. */
export function SeverityIcon({ severity }: { severity: Severity }) {
  const { t } = useText()
  const Icon = icons[severity]
  return <Icon className={`severity severity-${severity}`} role="img" aria-label={t(`imports.severity.${severity}`)} />
}
