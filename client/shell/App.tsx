import { Alert, Button } from 'antd'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import type { RegionItem } from '../../server/contract/evaluations.ts'
import { useRegions } from '../api/plan-queries.ts'
import { useCounties, useHealth } from '../api/queries.ts'
import { useText } from '../i18n/index.ts'
import { MapHandleProvider } from '../state/map-handle.tsx'
import { toUrl, withCounty } from '../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'
import { CountyPage } from './CountyPage.tsx'
import { Header } from './Header.tsx'
import { PrefecturePage } from './PrefecturePage.tsx'
import { NoCountyPage, OfflinePage, StartingPage } from './StartingPage.tsx'
import { ErrorNotice } from './states.tsx'

/** Text, page language and title follow the address. */
function useLanguage(county: RegionItem | undefined): void {
  const { i18n } = useTranslation()
  const { lang, workspace } = useUrlState()
  useEffect(() => {
    void i18n.changeLanguage(lang)
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [i18n, lang])
  const { t, nameOf } = useText()
  useEffect(() => {
    document.title = county
      ? t('brand.title', { county: nameOf(county), workspace: t(`workspace.${workspace}`) })
      : t('brand.name')
  }, [t, nameOf, county, workspace])
}

export function App() {
  const { t, nameOf } = useText()
  const url = useUrlState()
  const { pathname, search } = useLocation()
  const update = useUpdateUrl()
  const health = useHealth()
  const ready = health.data?.status === 'ok'
  const counties = useCounties(ready)
  const regions = useRegions(ready)
  const county = counties.data?.find((item) => item.code === url.county)
  const region = regions.data?.find((item) => item.code === url.county && item.level !== 'province')
  const members = useMemo(() => regions.data?.filter((item) => item.level === 'county' && item.parentCode === url.county) ?? [], [regions.data, url.county])
  useLanguage(region)

  if (!ready && health.isError) return <OfflinePage onRetry={() => void health.refetch()} />
  if (!ready) return <StartingPage phase={health.data?.phase ?? null} />
  if (counties.isError) {
    return (
      <main className="full-page">
        <ErrorNotice what={t('error.what.county')} error={counties.error} onRetry={() => void counties.refetch()} />
      </main>
    )
  }
  if (regions.isError) {
    return (
      <main className="full-page">
        <ErrorNotice what={t('error.what.county')} error={regions.error} onRetry={() => void regions.refetch()} />
      </main>
    )
  }
  if (!counties.data || !regions.data) return <StartingPage phase={null} />
  const [firstCounty] = counties.data
  if (!firstCounty) return <NoCountyPage title={t('error.noCounties')} next={t('error.noCountiesNext')} />
  if (url.county === null) return <Navigate to={toUrl(withCounty(url, firstCounty.code))} replace />
  const prefecture = region?.level === 'prefecture'
  if (!region || (!county && !prefecture)) {
    return (
      <NoCountyPage
        title={t('error.countyUnknown', { code: url.county })}
        action={
          <Button type="primary" onClick={() => update((state) => withCounty(state, firstCounty.code))}>
            {t('error.home', { county: nameOf(firstCounty) })}
          </Button>
        }
      />
    )
  }
  // A county without a workspace in its address gets its whole address, so that the link can be copied.
  if (!pathname.startsWith(`/${region.code}/${url.workspace}`) && toUrl(url) !== pathname + search) {
    return <Navigate to={toUrl(url)} replace />
  }
  return (
    <div className="app">
      <a className="skip-link" href="#panel">
        {t('shell.skip')}
      </a>
      <Header regions={regions.data} code={region.code} demo={region.demo || members.some(({ demo }) => demo)} />
      {health.isError && <Alert banner type="warning" title={t('offline.banner')} />}
      <MapHandleProvider key={region.code}>
        {prefecture ? <PrefecturePage region={region} counties={members} /> : <CountyPage code={region.code} />}
      </MapHandleProvider>
    </div>
  )
}
