import { Select } from 'antd'
import { useMemo } from 'react'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import { useText } from '../i18n/index.ts'
import { withCounty } from '../state/url-state.ts'
import { useUpdateUrl } from '../state/use-url-state.ts'
import { buildRegionTree, matchesRegion } from '../tables/region-tree.ts'

interface Option {
  value: string
  label: string
  region: RegionItem
  /** The prefecture that a county is listed under; searching for it finds its counties. */
  parent: RegionItem | null
  disabled: boolean
}

function OptionLine({ region, parent, disabled }: Option) {
  const { t, nameOf } = useText()
  return (
    <span className={parent ? 'region-option region-option-county' : 'region-option'}>
      {nameOf(region)} <span className="muted">{region.code}</span>
      {region.demo && <span className="stamp stamp-small">{t('shell.demo')}</span>}
      {disabled && <span className="muted">{t('plan.region.noData')}</span>}
    </span>
  )
}

/** Prefectures with their counties under them, found by name or code. */
export function RegionPicker({ regions, code }: { regions: readonly RegionItem[]; code: string }) {
  const { t, nameOf } = useText()
  const update = useUpdateUrl()
  const options = useMemo(
    () =>
      buildRegionTree(regions).flatMap(({ region, counties, open }): Option[] => [
        { value: region.code, label: nameOf(region), region, parent: null, disabled: !open },
        ...counties.map((county) => ({ value: county.code, label: nameOf(county), region: county, parent: region, disabled: !county.hasData })),
      ]),
    [regions, nameOf],
  )
  return (
    <Select<string, Option>
      className="county-select"
      variant="filled"
      aria-label={t('plan.region.pick')}
      showSearch={{
        filterOption: (search, option) => option !== undefined && (matchesRegion(option.region, search) || (option.parent !== null && matchesRegion(option.parent, search))),
      }}
      value={code}
      options={options}
      optionRender={({ data }) => <OptionLine {...data} />}
      placeholder={t('plan.region.search')}
      onChange={(chosen) => update((state) => withCounty(state, chosen))}
      popupMatchSelectWidth={false}
      listHeight={420}
    />
  )
}
