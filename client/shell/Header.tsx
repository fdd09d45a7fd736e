import { Select, Tooltip } from 'antd'
import { Link } from 'react-router'
import type { CountyListItem } from '../../server/contract/counties.ts'
import { useText } from '../i18n/index.ts'
import { languages, toUrl, withCounty, withWorkspace, workspaces } from '../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'

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

export function Header({ counties, county }: { counties: readonly CountyListItem[]; county: CountyListItem }) {
  const { t, nameOf } = useText()
  const update = useUpdateUrl()
  return (
    <header className="app-header">
      <Brand />
      <Select
        className="county-select"
        variant="filled"
        aria-label={t('shell.county')}
        value={county.code}
        options={counties.map((item) => ({ value: item.code, label: nameOf(item) }))}
        onChange={(code: string) => update((state) => withCounty(state, code))}
        popupMatchSelectWidth={false}
      />
      <WorkspaceTabs />
      <div className="header-end">
        {county.demo && (
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
