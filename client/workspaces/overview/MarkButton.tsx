import { EnvironmentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useText } from '../../i18n/index.ts'
import type { Mark } from '../../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'

/** Marks on the map what a figure is about, and takes the mark away again. */
export function MarkButton({ mark, label }: { mark: Mark; label: string }) {
  const { t } = useText()
  const url = useUrlState()
  const update = useUpdateUrl()
  const pressed = url.mark === mark
  return (
    <Button
      size="small"
      type={pressed ? 'primary' : 'default'}
      icon={<EnvironmentOutlined />}
      aria-pressed={pressed}
      onClick={() => update((state) => ({ ...state, mark: pressed ? null : mark }), { replace: true })}
    >
      {pressed ? t('mark.clear') : label}
    </Button>
  )
}
