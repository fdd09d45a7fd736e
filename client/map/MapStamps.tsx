import { InfoCircleOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { CountyDetail } from '../../server/contract/counties.ts'
import type { EvaluationRecord } from '../../server/contract/evaluations.ts'
import type { RunStudyArea } from '../../server/contract/runs.ts'
import { useText } from '../i18n/index.ts'
import { studyAreaName } from '../tables/study-area.ts'

interface MapStampsProps {
  detail: CountyDetail
  /** The evaluation whose failing units are drawn. */
  evaluation: EvaluationRecord | null
  /** What the run on screen is about. */
  studyArea?: RunStudyArea | null
}

/** What no map of ours goes without: the stamps, the sources and, on paper, the north arrow. */
export function MapStamps({ detail, evaluation, studyArea }: MapStampsProps) {
  const { t, say } = useText()
  const [whole, setWhole] = useState(false)
  return (
    <>
      <div className="map-stamps">
        {evaluation?.pack.status === 'draft' && <span className="stamp stamp-draft" lang="zh-CN">{evaluation.pack.statusText}</span>}
        {evaluation?.scenario && <span className="stamp stamp-scenario">{t('basis.stampOf', evaluation.scenario)}</span>}
        {studyArea?.kind === 'planning_unit' && <span className="stamp">{t('basis.area.title')} {studyAreaName(studyArea, say)}</span>}
        {detail.demo && <span className="stamp stamp-demo">{t('shell.demo')}</span>}
        <span className="stamp">{t('shell.internal')}</span>
        {evaluation && !evaluation.ownJurisdiction && <span className="stamp">{t('plan.otherPack')}</span>}
      </div>
      <svg className="map-north" viewBox="0 0 28 44" role="img" aria-label={t('map.north')}>
        <path d="M14 2 L24 38 L14 31 L4 38 Z" fill="#16302f" />
        <path d="M14 2 L14 31 L4 38 Z" fill="#ffffff" stroke="#16302f" />
      </svg>
      <div className={whole ? 'map-attribution map-attribution-whole' : 'map-attribution'}>
        <p>
          <span className="visually-hidden">{t('map.attribution')}</span>
          {detail.attribution.map((source) => (
            <span key={source}>{source}</span>
          ))}
        </p>
        {detail.attribution.length > 1 && (
          <button
            type="button"
            aria-expanded={whole}
            aria-label={t(whole ? 'map.attributionLess' : 'map.attributionMore')}
            onClick={() => setWhole(!whole)}
          >
            <InfoCircleOutlined />
          </button>
        )}
      </div>
    </>
  )
}
