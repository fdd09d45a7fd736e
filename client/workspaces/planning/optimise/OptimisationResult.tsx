import { Alert } from 'antd'
import { useMemo, useState } from 'react'
import type { OptimisationRecord } from '../../../../server/contract/optimisations.ts'
import { formatCount, formatMeasure, formatRate, formatShortId, formatYuan } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { answersOf, chosenAnswer, commonSites, type Result } from '../../../state/planning/answers.ts'
import { useUrlState } from '../../../state/use-url-state.ts'
import { AnswerPicker } from './AnswerPicker.tsx'
import { IntoScenario } from './IntoScenario.tsx'
import { objectiveText } from './objective-text.ts'
import { ProposalTable } from './ProposalTable.tsx'
import { Excluded, Unreachable } from './Unreachable.tsx'

/** How good the answer is, and how sure that is. */
function Proof({ record, result }: { record: OptimisationRecord; result: Result }) {
  const text = useText()
  const { t } = text
  const { weight } = record.request
  const { outcome, optimal, objective, bound, gap, objectiveUnit } = result
  const certainty = outcome === 'infeasible' ? 'infeasible' : optimal ? 'optimal' : outcome === 'undecided' ? 'undecided' : 'unproven'
  return (
    <section className="proof">
      <p className="proof-line">
        <span className={certainty === 'optimal' ? 'verdict verdict-good' : certainty === 'infeasible' ? 'verdict verdict-gap' : 'verdict verdict-unknown'}>{t(`planner.proof.${certainty}`)}</span>
        {objective !== null && <strong className="proof-objective">{objectiveText(objective, objectiveUnit, weight, text)}</strong>}
      </p>
      {!optimal && bound !== null && <p>{t('planner.proof.bound', { bound: objectiveText(bound, objectiveUnit, weight, text), gap: gap === null ? '—' : formatRate(gap, 'up') })}</p>}
    </section>
  )
}

/** The answer in figures: before and after, the sites, what is out of reach and what was left out. */
export function OptimisationResult({ code, record, result }: { code: string; record: OptimisationRecord; result: Result }) {
  const { t, say, language } = useText()
  const [choosing, setChoosing] = useState(false)
  const { planning: url } = useUrlState()
  const answers = useMemo(() => answersOf(result), [result])
  const { index, answer } = chosenAnswer(answers, url.answer)
  const { before } = result
  const { after, totals } = answer
  const rate = ({ covered, of }: Result['before']) => (of > 0 ? t('planner.optimise.share', { covered: formatCount(covered), of: formatCount(of), rate: formatRate(covered / of) }) : formatCount(covered))
  return (
    <>
      <Proof record={record} result={result} />
      {result.infeasibility && <Alert type="warning" showIcon title={t('planner.optimise.infeasible')} description={say(result.infeasibility)} />}
      <AnswerPicker result={result} answers={answers} index={index} />
      <dl className="facts">
        <div><dt>{t('planner.optimise.before')}</dt><dd>{rate(before)}</dd></div>
        <div><dt>{t('planner.optimise.after')}</dt><dd>{rate(after)}</dd></div>
        <div><dt>{t('planner.optimise.newSites')}</dt><dd>{formatCount(totals.newSites)}</dd></div>
        <div><dt>{t('planner.optimise.yuan')}</dt><dd>{formatYuan(totals.yuan, language)}</dd></div>
        <div><dt>{t('planner.optimise.m2')}</dt><dd>{totals.m2 === null ? '—' : `${formatMeasure(totals.m2, 'up')} m²`}</dd></div>
        <div><dt>{t('planner.optimise.candidateCount')}</dt><dd>{formatCount(result.candidateCount)}</dd></div>
      </dl>
      <ProposalTable code={code} record={record} answer={answer} index={index} common={commonSites(answers)} onIntoScenario={() => setChoosing(true)} />
      <Unreachable result={result} />
      <Excluded result={result} />
      <section className="block">
        <h2 className="label">{t('planner.optimise.basis')}</h2>
        <ul className="notes">
          <li>{say(record.methodLine)}</li>
          {result.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}
          <li>{t('planner.optimise.took', { seconds: result.seconds.toFixed(1), hash: formatShortId(record.inputHash) })}</li>
        </ul>
      </section>
      {choosing && <IntoScenario code={code} record={record} answer={answer} onClose={() => setChoosing(false)} />}
    </>
  )
}
