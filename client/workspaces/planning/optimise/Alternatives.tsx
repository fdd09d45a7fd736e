import { Select } from 'antd'
import { useState } from 'react'
import { useText } from '../../../i18n/index.ts'
import { usePlanning } from '../../../state/planning/planning-context.tsx'
import type { Result } from './result.ts'

/** Other answers as good as the first: which sites they put in the place of which. */
export function Alternatives({ result }: { result: Result }) {
  const { t } = useText()
  const { sites: existing } = usePlanning()
  const [shown, setShown] = useState(0)
  const { alternatives, alternativesComplete, sites } = result
  if (alternatives.length === 0) return alternativesComplete && result.optimal ? <p className="hint">{t('planner.alternative.only')}</p> : null
  const names = new Map<string, string>([
    ...(existing?.premises ?? []).map(({ id, name }) => [id, name] as const),
    ...(existing?.facilities ?? []).map(({ id, name }) => [id, name] as const),
    ...sites.map(({ candidateId, name }) => [candidateId, name] as const),
  ])
  const nameOf = (id: string) => names.get(id) ?? names.get(id.slice(id.indexOf('-') + 1)) ?? gridName(id) ?? id
  function gridName(id: string): string | undefined {
    const [, source, number] = /^(grid|node)-(\d+)$/.exec(id) ?? []
    return source === 'grid' || source === 'node' ? `${t(`planner.source.${source}`)} ${number}` : undefined
  }
  const chosen = alternatives[shown] ?? []
  const first = new Set(sites.map(({ candidateId }) => candidateId))
  const other = new Set(chosen)
  const instead = chosen.filter((id) => !first.has(id)).map(nameOf)
  const dropped = sites.filter(({ candidateId }) => !other.has(candidateId)).map(({ name }) => name)
  return (
    <section className="block">
      <h2 className="label">{t('planner.alternative.title', { n: alternatives.length })}</h2>
      <div className="form-line">
        <Select<number>
          size="small" value={shown} onChange={setShown} aria-label={t('planner.alternative.choose')}
          options={alternatives.map((_, index) => ({ value: index, label: t('planner.alternative.number', { n: index + 1 }) }))}
        />
        {!alternativesComplete && <span className="muted">{t('planner.alternative.more')}</span>}
      </div>
      {instead.length === 0 && dropped.length === 0 ? (
        <p>{t('planner.alternative.same')}</p>
      ) : (
        <dl className="facts facts-stacked">
          <div><dt>{t('planner.alternative.instead')}</dt><dd>{instead.join(t('common.separator')) || t('common.none')}</dd></div>
          <div><dt>{t('planner.alternative.dropped')}</dt><dd>{dropped.join(t('common.separator')) || t('common.none')}</dd></div>
        </dl>
      )}
    </section>
  )
}
