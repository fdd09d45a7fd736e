import { Button, InputNumber } from 'antd'
import { useText } from '../../../i18n/index.ts'
import { SwitchField } from '../fields.tsx'
import { firstBands, type AccessChoice, type BandChoice } from './access-form.ts'

const mostBands = 6

interface BandFieldsProps {
  choice: AccessChoice
  fault: boolean
  onChange: (bands: BandChoice[] | null) => void
}

/** Zones of the catchment with their weights: those of the paper on thirds, or the planner's own. */
export function BandFields({ choice: { bands, limitMetres }, fault, onChange }: BandFieldsProps) {
  const { t } = useText()
  const change = (at: number, changed: Partial<BandChoice>) => onChange(bands!.map((band, i) => (i === at ? { ...band, ...changed } : band)))
  return (
    <>
      <SwitchField label={t('demand.access.ownBands')} checked={bands !== null} onChange={(own) => onChange(own ? firstBands(limitMetres) : null)} />
      {bands === null && <p className="muted">{t('demand.access.paperBands')}</p>}
      {bands?.map(({ upToMetres, weight }, i) => (
        <div className="form-line band-line" key={i}>
          <span>{t('demand.access.band', { n: i + 1 })}</span>
          <InputNumber<number> size="small" value={upToMetres} min={1} max={20_000} status={fault ? 'error' : undefined} aria-label={t('demand.access.bandEdge', { n: i + 1 })} onChange={(value) => change(i, { upToMetres: value })} />
          <span className="muted">m</span>
          <InputNumber<number> size="small" value={weight} min={0} max={1} step={0.05} status={fault ? 'error' : undefined} aria-label={t('demand.access.bandWeight', { n: i + 1 })} onChange={(value) => change(i, { weight: value })} />
          <span className="muted">{t('demand.access.bandWeightUnit')}</span>
        </div>
      ))}
      {bands && (
        <div className="form-line">
          <span />
          <Button size="small" disabled={bands.length >= mostBands} onClick={() => onChange([...bands, { upToMetres: null, weight: bands.at(-1)!.weight }])}>{t('demand.access.addBand')}</Button>
          <Button size="small" disabled={bands.length <= 1} onClick={() => onChange(bands.slice(0, -1))}>{t('demand.access.removeBand')}</Button>
          {fault && <span className="field-error" role="alert">{t('demand.access.bandFault')}</span>}
        </div>
      )}
    </>
  )
}
