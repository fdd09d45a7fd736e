import { Tooltip } from 'antd'
import { Link } from 'react-router'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import { useText } from '../i18n/index.ts'
import { languages, toUrl, withWorkspace, workspaces } from '../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'
import { RegionPicker } from './RegionPicker.tsx'

const languageNames = { zh: '中文', en: 'EN' } as const

function Brand() {
  const { t } = useText()
  return (
    <div className="brand">
      <img src="/icon.svg" alt="" width="28" height="28" />
      <strong>{t('brand.name')}</strong>
      <span className="brand-tagline">{t('brand.tagline')}</span>
    </div>
  )
}

function WorkspaceTabs() {
  const { t } = useText()
  const url = useUrlState()
  return (
    <nav className="workspace-tabs" aria-label={t('shell.workspaces')}>
      {workspaces.map((workspace) => (
        <Link
          key={workspace}
          to={toUrl(withWorkspace(url, workspace))}
          aria-current={workspace === url.workspace ? 'page' : undefined}
        >
          {t(`workspace.${workspace}`)}
        </Link>
      ))}
    </nav>
  )
}

function LanguageSwitch() {
  const { t } = useText()
  const { lang } = useUrlState()
  const update = useUpdateUrl()
  return (
    <div className="language-switch" role="group" aria-label={t('shell.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={language === lang}
          onClick={() => update((state) => ({ ...state, lang: language }), { replace: true })}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  )
}

interface HeaderProps {
  regions: readonly RegionItem[]
  code: string
  /** Sample data in it, or in one of its counties. */
  demo: boolean
}

export function Header({ regions, code, demo }: HeaderProps) {
  const { t } = useText()
  return (
    <header className="app-header">
      <Brand />
      <RegionPicker regions={regions} code={code} />
      <WorkspaceTabs />
      <div className="header-end">
        {demo && (
          <Tooltip title={t('shell.demoHint')} placement="bottomRight">
            <span className="stamp stamp-demo" tabIndex={0}>
              {t('shell.demo')}
            </span>
          </Tooltip>
        )}
        <LanguageSwitch />
      </div>
    </header>
  )
}
