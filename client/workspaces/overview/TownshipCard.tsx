import { EnvironmentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { CountyDetail, CountySummary } from '../../../server/contract/counties.ts'
import { formatCount, formatRate } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { NotesButton } from '../notes/NotesButton.tsx'

const townshipZoom = 12

interface TownshipCardProps {
  code: string
  township: NonNullable<CountySummary['townshipCoverage']>
  units: CountyDetail['units']
}

/** Townships with a qualifying facility inside their boundary; the failing ones by name, one click from the map. */
export function TownshipCard({ code, township, units }: TownshipCardProps) {
  const { t, say } = useText()
  const { flyTo } = useMapHandle()
  const fraction = { covered: formatCount(township.covered), total: formatCount(township.total) }
  return (
    <section className="card">
      <h2>{t('overview.township.title')} <NotesButton code={code} about={t('overview.township.title')} /></h2>
      <p className="headline">
        <strong>{formatRate(township.rate)}</strong>
        <span>{t('overview.township.fraction', fraction)}</span>
      </p>
      <p className="muted">{say(township.label)}</p>
      {township.failing.length === 0 && township.total > 0 && <p>{t('overview.township.allCovered')}</p>}
      {township.failing.length > 0 && (
        <>
          <h3>{t('overview.township.failing')}</h3>
          <ul className="chips">
            {township.failing.map((unit) => {
              const centre = units.find((candidate) => candidate.id === unit.unitId)?.centre ?? null
              return (
                <li key={unit.unitId}>
                  {centre ? (
                    <Button
                      size="small"
                      icon={<EnvironmentOutlined />}
                      aria-label={t('overview.township.flyTo', { name: unit.name })}
                      onClick={() => flyTo(centre, townshipZoom)}
                    >
                      {unit.name}
                    </Button>
                  ) : (
                    <span className="chip-plain">{t('overview.township.noPlace', { name: unit.name })}</span>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      {township.unknownPlace > 0 && (
        <p className="muted">{t('overview.township.unknownPlace', { n: formatCount(township.unknownPlace) })}</p>
      )}
    </section>
  )
}
