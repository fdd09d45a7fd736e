import { InfoCircleOutlined } from '@ant-design/icons'
import { Button, Drawer, Tooltip } from 'antd'
import { useState } from 'react'
import { useText } from '../../i18n/index.ts'
import { useCountyView } from '../../state/county-view.ts'
import { MethodNotes } from './MethodNotes.tsx'

const drawerPixels = 460

/** ⓘ beside a figure: what it was computed from. The run is held from the moment it opens, so a newer one does not slip in. */
export function NotesButton({ code, about }: { code: string; about: string }) {
  const { t } = useText()
  const { runId } = useCountyView(code)
  const [shown, setShown] = useState<string | null>(null)
  if (runId === null) return null
  return (
    <>
      <Tooltip title={t('notes.title')}>
        <Button
          className="notes-button" type="text" size="small" icon={<InfoCircleOutlined />}
          aria-label={t('notes.open', { about })} aria-haspopup="dialog" onClick={() => setShown(runId)}
        />
      </Tooltip>
      <Drawer
        open={shown !== null}
        onClose={() => setShown(null)}
        mask={false}
        getContainer={() => document.querySelector<HTMLElement>('.map-frame') ?? document.body}
        size={drawerPixels}
        rootClassName="area-drawer notes-drawer"
        destroyOnHidden
        closable={{ 'aria-label': t('common.close') }}
        title={t('notes.heading', { about })}
      >
        {shown !== null && <MethodNotes code={code} runId={shown} />}
      </Drawer>
    </>
  )
}
