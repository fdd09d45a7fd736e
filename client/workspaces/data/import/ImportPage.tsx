import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useText } from '../../../i18n/index.ts'
import { useUpdateUrl, useUrlState } from '../../../state/use-url-state.ts'
import { DraftPage } from './DraftPage.tsx'
import { UploadPage } from './UploadPage.tsx'

/** Importing: a file to choose, then a file to go through. */
export function ImportPage({ code }: { code: string }) {
  const { t } = useText()
  const { draft } = useUrlState()
  const update = useUpdateUrl()
  return (
    <div className="stack stack-full">
      <div className="panel-head">
        <h1>{t('imports.heading')}</h1>
        <Button size="small" icon={<ArrowLeftOutlined />} onClick={() => update((state) => ({ ...state, view: null, draft: null }))}>
          {t('imports.back')}
        </Button>
      </div>
      {draft === null ? <UploadPage code={code} /> : <DraftPage key={draft} code={code} draftId={draft} />}
    </div>
  )
}
