import type { RuleResultReply } from '../../server/contract/evaluations.ts'
import type { WhyReply } from '../../server/contract/runs.ts'
import type { AreaRow } from '../../server/contract/tables.ts'
import { useText } from '../i18n/index.ts'

/** Verdicts carry a sign beside the colour, so that they can be told apart on a grey print. */
const verdictLooks = {
  covered: { tone: 'good', sign: '●' },
  not_covered: { tone: 'gap', sign: '▲' },
  unreached: { tone: 'unknown', sign: '?' },
} as const

const statusLooks = {
  met: { tone: 'good', sign: '●' },
  not_met: { tone: 'gap', sign: '▲' },
  insufficient_data: { tone: 'unknown', sign: '?' },
  not_prescribed: { tone: 'plain', sign: '–' },
} as const

const ruleLooks = {
  ...statusLooks,
  qualitative: { tone: 'words', sign: '◇' },
  manual: { tone: 'words', sign: '✎' },
} as const

function Sign({ tone, sign, text }: { tone: string; sign: string; text: string }) {
  return (
    <span className={`verdict verdict-${tone}`}>
      <span aria-hidden="true">{sign}</span> {text}
    </span>
  )
}

export function VerdictTag({ verdict }: { verdict: WhyReply['verdict'] }) {
  const { t } = useText()
  return <Sign {...verdictLooks[verdict]} text={t(`card.verdict.${verdict}`)} />
}

export function StatusTag({ status }: { status: AreaRow['status'] }) {
  const { word } = useText()
  return <Sign {...statusLooks[status]} text={word('areaStatus', status)} />
}

export function RuleStatusTag({ status }: { status: RuleResultReply['status'] }) {
  const { word } = useText()
  return <Sign {...ruleLooks[status]} text={word('ruleStatus', status)} />
}
