import { BookOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Suspense, useState } from 'react'
import { useText } from '../../i18n/index.ts'
import { lazyPart } from '../../shell/lazy-part.tsx'
import { LoadingBlock } from '../../shell/states.tsx'
import { PackList } from './PackList.tsx'
import { UploadPack } from './UploadPack.tsx'

const Guide = lazyPart(() => import('./Guide.tsx').then((module) => module.Guide))

/** The policy packs of the installation: what is there, and how another one comes in. */
export function AdminWorkspace(_props: { code: string }) {
  const { t } = useText()
  const [reading, setReading] = useState(false)
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>{t('admin.heading')}</h1>
        <Button icon={<BookOutlined />} aria-expanded={reading} onClick={() => setReading(!reading)}>{t(reading ? 'admin.guideHide' : 'admin.guide')}</Button>
      </div>
      <p className="muted">{t('admin.intro')}</p>
      {reading ? <Suspense fallback={<LoadingBlock rows={12} />}><Guide /></Suspense> : (
        <>
          <PackList />
          <UploadPack />
        </>
      )}
    </div>
  )
}
