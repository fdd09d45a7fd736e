import { Button } from 'antd'
import type { DraftPlaces, ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { useDraftPlaces } from '../../../api/import-queries.ts'
import { formatCount } from '../../../format.ts'
import { useText } from '../../../i18n/index.ts'
import { useMapHandle } from '../../../state/map-handle.tsx'
import { withAnswer, type DraftWork } from '../../../state/import-draft.ts'
import { ProposalMark } from '../../../map/ProposalMark.tsx'
import { boundsOfGeometry } from '../../../tables/geometry.ts'

interface QuestionCardsProps {
  code: string
  draftId: string
  reply: ExamineDraftReply
  /** When that reply came: what is asked of the server next belongs to it. */
  examinedAt: number
  work: DraftWork
  change: (next: (work: DraftWork) => DraftWork) => void
  showRow: (row: number) => void
  showColumns: () => void
}

type Question = ExamineDraftReply['questions'][number]

/** What only the owner of the data knows; each answer can be undone. */
export function QuestionCards({ code, draftId, reply, examinedAt, work, change, showRow, showColumns }: QuestionCardsProps) {
  const { t, say } = useText()
  const { questions } = reply
  const asksCrs = questions.some(({ option }) => option.includes('--crs'))
  const places = useDraftPlaces(code, asksCrs ? draftId : null, examinedAt)
  if (questions.length === 0) return null
  const answer = (question: Question, value: string) => {
    if (withAnswer(work, question, value)) change((before) => withAnswer(before, question, value) ?? before)
    else showColumns()
  }
  return (
    <section className="stack" aria-label={t('imports.questions')}>
      <h2 className="section-title">{t('imports.questions')}</h2>
      {questions.map((question, index) => (
        <fieldset key={`${question.code} ${index}`} className="question-card">
          <legend>{index + 1}. {say(question.message)} <span className="muted">{question.code}</span></legend>
          {question.option.includes('--crs') ? (
            <CrsAnswers question={question} proposals={places.data?.proposals ?? []} answer={(value) => answer(question, value)} />
          ) : (
            <div className="button-line">
              {question.options.map(({ value, label }) => <Button key={value} onClick={() => answer(question, value)}>{say(label)}</Button>)}
              {question.options.length === 0 && <Button onClick={showColumns}>{t('imports.openColumns')}</Button>}
            </div>
          )}
          {question.rows && question.rows.length > 0 && <RowLinks rows={question.rows} showRow={showRow} />}
        </fieldset>
      ))}
    </section>
  )
}

/** Each system with how many points it puts inside the county, and a look at the map before it is chosen. */
function CrsAnswers({ question, proposals, answer }: { question: Question; proposals: DraftPlaces['proposals']; answer: (value: string) => void }) {
  const { t, say } = useText()
  const { fitBounds } = useMapHandle()
  const look = (sample: DraftPlaces['proposals'][number]['sample']) => {
    const bounds = boundsOfGeometry({ type: 'MultiPoint', coordinates: sample })
    if (bounds) fitBounds(bounds)
  }
  return (
    <ul className="crs-answers">
      {question.options.map(({ value, label }) => {
        const index = proposals.findIndex(({ crs }) => crs === value)
        const proposal = index < 0 ? undefined : proposals[index]
        return (
          <li key={value}>
            {proposal && proposal.sample.length > 0 && <ProposalMark index={index} />}
            <Button onClick={() => answer(value)}>{say(label)}</Button>
            {proposal && <span className="muted">{t('imports.inside', { inside: formatCount(proposal.inside), of: formatCount(proposal.of) })}</span>}
            {proposal && proposal.sample.length > 0 && <Button size="small" type="link" onClick={() => look(proposal.sample)}>{t('imports.look')}</Button>}
          </li>
        )
      })}
    </ul>
  )
}

const linksShown = 12

export function RowLinks({ rows, showRow }: { rows: readonly number[]; showRow: (row: number) => void }) {
  const { t } = useText()
  return (
    <p className="row-links">
      {t('imports.rows')}{' '}
      {rows.slice(0, linksShown).map((row) => <button key={row} type="button" className="row-link" onClick={() => showRow(row)}>{row}</button>)}
      {rows.length > linksShown && <span className="muted">{t('imports.moreRows', { n: formatCount(rows.length - linksShown) })}</span>}
    </p>
  )
}
