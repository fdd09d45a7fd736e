import { Select } from 'antd'
import type { CountyDetail } from '../../../server/contract/counties.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { studyAreaName } from '../../tables/study-area.ts'

const usual = 'usual'

interface StudyAreaFieldProps {
  detail: CountyDetail
  chosen: string | null
  onChange: (studyArea: string | null) => void
}

/** Where to compute: as usual, or in one of the planning units, found by code or name; says why there is no choice. */
export function StudyAreaField({ detail, chosen, onChange }: StudyAreaFieldProps) {
  const { t, say } = useText()
  const units = detail.studyAreas.filter(({ kind }) => kind === 'planning_unit')
  const given = detail.studyArea
  const options = [
    { value: usual, label: given ? t('basis.area.given', { name: say(given.name) }) : t('basis.area.county'), found: '' },
    ...units.map((unit) => {
      const name = studyAreaName(unit, say)
      const planned = unit.plannedResidents === null ? '' : ` · ${t('basis.area.planned', { n: formatCount(unit.plannedResidents) })}`
      return { value: unit.id, label: name + planned, found: name.toLowerCase() }
    }),
  ]
  return (
    <fieldset className="run-fields">
      <legend>{t('basis.area.title')}</legend>
      {units.length === 0 ? <p className="muted">{t('basis.area.none')}</p> : (
        <>
          <Select
            aria-label={t('basis.area.label')}
            className="study-area-select"
            value={chosen ?? usual}
            options={options}
            showSearch={{ filterOption: (text, option) => option !== undefined && (option.value === usual ? text === '' : option.found.includes(text.trim().toLowerCase())) }}
            placeholder={t('basis.area.search')}
            onChange={(value: string) => onChange(value === usual ? null : value)}
          />
          <p className="muted">{t('basis.area.hint')}</p>
        </>
      )}
    </fieldset>
  )
}
