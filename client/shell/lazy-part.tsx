import { Alert, Button } from 'antd'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import { useText } from '../i18n/index.ts'

/**
 * A part of the page that is fetched when it is first shown. Without the server, or after an upgrade took its file
 * away, it says so in its own place; the rest of the page stays.
 */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await load().catch(() => PartNotLoaded) }))
}

function PartNotLoaded() {
  const { t } = useText()
  const reload = <Button size="small" onClick={() => window.location.reload()}>{t('error.reload')}</Button>
  return <Alert className="part-missing" type="error" showIcon title={t('error.partMissing')} description={t('error.partMissingNext')} action={reload} />
}
