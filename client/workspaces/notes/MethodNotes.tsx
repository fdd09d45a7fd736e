import { Collapse } from 'antd'
import { facilityTypeCodes } from '../../../server/contract/facility-types.ts'
import type { RunNotes } from '../../../server/contract/run-details.ts'
import { useRunNotes } from '../../api/queries.ts'
import { formatCount, formatMetres, formatRate, missing } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { withSubject } from '../../state/url-state.ts'
import { SourceFacts } from '../data/VersionDetail.tsx'
import { RepeatRun } from './RepeatRun.tsx'
import { SurfaceNotes } from './SurfaceNotes.tsx'

const longLegsShown = 10

function Inputs({ inputs }: { inputs: RunNotes['inputs'] }) {
  const { t, word } = useText()
  return (
    <Collapse
      size="small"
      items={inputs.map((input) => ({
        key: input.kind,
        label: (
          <span className="notes-input">
            <strong>{word('dataKind', input.kind)}</strong> v{input.version}
            <span className="muted">{input.dataDate ?? t('common.notGiven')}</span>
            {input.sources.some((source) => source.synthetic) && <span className="stamp stamp-small">{t('shell.demo')}</span>}
          </span>
        ),
        children: input.sources.map((source) => <SourceFacts key={`${source.origin}${source.file}`} source={source} />),
      }))}
    />
  )
}

function Parameters({ parameters }: { parameters: RunNotes['parameters'] }) {
  const { t, say, word } = useText()
  const codes = new RegExp(`\\b(${facilityTypeCodes.join('|')})\\b`, 'g')
  const withTypeNames = (value: string) => value.replace(codes, (code) => word('facilityType', code))
  return (
    <table className="figures figures-text">
      <thead>
        <tr>
          <th scope="col">{t('notes.parameter')}</th>
          <th scope="col">{t('notes.value')}</th>
          <th scope="col">{t('notes.source')}</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.key}>
            <th scope="row">{say(parameter.name)}</th>
            <td>{parameter.words ? say(parameter.words) : parameter.key === 'profile' ? word('profile', parameter.value) : withTypeNames(parameter.value)}</td>
            <td className="muted">{say(parameter.source)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function LongAccess({ legs }: { legs: RunNotes['longAccess'] }) {
  const { t } = useText()
  const update = useUpdateUrl()
  if (legs.length === 0) return <p className="muted">{t('notes.noLongAccess')}</p>
  const item = (leg: RunNotes['longAccess'][number]) => (
    <li key={leg.placeId}>
      <button type="button" className="row-link" onClick={() => update((state) => withSubject(state, { place: leg.placeId }))}>
        {leg.name}
      </button>{' '}
      {formatMetres(leg.metres)}
    </li>
  )
  return (
    <>
      <p>{t('notes.longAccess', { n: formatCount(legs.length) })}</p>
      <ul className="notes">{legs.slice(0, longLegsShown).map(item)}</ul>
      {legs.length > longLegsShown && (
        <details>
          <summary>{t('notes.more', { n: formatCount(legs.length - longLegsShown) })}</summary>
          <ul className="notes">{legs.slice(longLegsShown).map(item)}</ul>
        </details>
      )}
    </>
  )
}

function Missing({ notes }: { notes: RunNotes }) {
  const { t, say } = useText()
  if (notes.missing.length === 0) return <p className="muted">{t('notes.nothingMissing')}</p>
  return (
    <dl className="facts facts-stacked">
      {notes.missing.map((gap) => (
        <div key={gap.key}>
          {/* Roads are there or not: a count of them says nothing. */}
          <dt>{gap.key === 'roads' ? t('notes.roads') : say(gap.text)}</dt>
          <dd>{gap.key === 'roads' ? t(gap.count > 0 ? 'notes.roadsMissing' : 'notes.roadsGiven') : formatCount(gap.count)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What a run's numbers rest on, in full: enough to defend them, and to repeat them. */
export function MethodNotes({ code, runId }: { code: string; runId: string }) {
  const { t } = useText()
  const query = useRunNotes(code, runId)
  if (query.isError) return <ErrorNotice what={t('error.what.notes')} error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <LoadingBlock rows={12} />
  const notes = query.data
  const sections = [
    { key: 'inputs', body: <Inputs inputs={notes.inputs} /> },
    { key: 'parameters', body: <Parameters parameters={notes.parameters} /> },
    { key: 'missing', body: <Missing notes={notes} /> },
    { key: 'access', body: <LongAccess legs={notes.longAccess} /> },
    {
      key: 'islands',
      body: notes.islands ? (
        <p>
          {t('notes.islandsText', {
            n: formatCount(notes.islands.components), share: formatRate(notes.islands.largestShare), places: formatCount(notes.islands.placesOffMain),
          })}
        </p>
      ) : (
        <p className="muted">{t('notes.noNetwork')}</p>
      ),
    },
    { key: 'surface', body: notes.surface.length > 0 ? <SurfaceNotes notes={notes} /> : <p className="muted">{t('notes.noSurface')}</p> },
  ] as const
  return (
    <div className="stack">
      {sections.map(({ key, body }) => (
        <section key={key} className="block">
          <h2 className="label">{t(`notes.sections.${key}`)}</h2>
          {body}
        </section>
      ))}
      <section className="block">
        <h2 className="label">{t('notes.sections.hashes')}</h2>
        <dl className="facts facts-wide">
          <div><dt>{t('data.inputHash')}</dt><dd className="hash">{notes.inputHash}</dd></div>
          <div><dt>{t('data.resultHash')}</dt><dd className="hash">{notes.resultHash ?? missing}</dd></div>
        </dl>
        <RepeatRun code={code} runId={runId} resultHash={notes.resultHash} />
      </section>
    </div>
  )
}
