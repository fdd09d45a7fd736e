import './polyfills.ts'
import './styles/app.css'
import './styles/panels.css'
import './styles/tables.css'
import './styles/plan.css'
import './styles/import.css'
import './styles/map.css'
import './styles/planning.css'
import './styles/sheets.css'
import './styles/print.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { BrowserRouter } from 'react-router'
import { ApiError } from './api/client.ts'
import { createI18n } from './i18n/index.ts'
import { App } from './shell/App.tsx'
import { showUncaught } from './shell/uncaught.ts'
import { parseUrl } from './state/url-state.ts'
import { useUrlState } from './state/use-url-state.ts'
import { stampStyleElements } from './styles/style-nonce.ts'
import { theme } from './styles/theme.ts'

const retries = 2
const i18n = createI18n(parseUrl(window.location.pathname, window.location.search).lang)
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What the server refused once it refuses again; only silence and overload are worth another try.
      retry: (failures, error) =>
        failures < retries && (!(error instanceof ApiError) || error.offline || error.status === 503),
    },
  },
})
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content || undefined
if (nonce) stampStyleElements(nonce)

/** As the operating system says; read once, as hardly anybody changes it at work. */
const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)').matches

function Themed({ children }: { children: ReactNode }) {
  const { lang } = useUrlState()
  return (
    <ConfigProvider theme={lessMotion ? { ...theme, token: { ...theme.token, motion: false } } : theme} locale={lang === 'zh' ? zhCN : enUS} csp={nonce ? { nonce } : undefined} button={{ autoInsertSpace: false }}>
      <AntApp className="ant-root">{children}</AntApp>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('expected an element #root, got none')
createRoot(root, {
  onUncaughtError: (error) => {
    console.error(error)
    showUncaught(root, error, (key) => i18n.t(key))
  },
}).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <Themed>
            <App />
          </Themed>
        </BrowserRouter>
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
)
