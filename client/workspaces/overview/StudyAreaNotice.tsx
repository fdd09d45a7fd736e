import { Alert, Button } from 'antd'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { useMapHandle } from '../../state/map-handle.tsx'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { studyAreaName } from '../../tables/study-area.ts'

/** While a run about a planning unit is on screen, its page says that it is not the county's. */
export function StudyAreaNotice({ code }: { code: string }) {
  const { t, say } = useText()
  const { summary } = useCountyView(code)
  const { fitBounds } = useMapHandle()
  const update = useUpdateUrl()
  const area = summary.data?.runId ? summary.data.studyArea : null
  if (area?.kind !== 'planning_unit') return null
  return (
    <Alert
      type="warning"
      showIcon
      title={t('basis.area.notice', { name: studyAreaName(area, say) })}
      description={
        <span className="notice-tools">
          <Button size="small" onClick={() => fitBounds(area.bbox)}>{t('basis.area.zoom')}</Button>
          <Button size="small" onClick={() => update((state) => ({ ...state, run: null }))}>{t('basis.area.back')}</Button>
        </span>
      }
    />
  )
}
