import { CloseOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../../i18n/index.ts'
import { useElementSize } from '../use-element-size.ts'
import { toPixels } from './paper.ts'

interface PrintPreviewProps {
  title: string
  /** The named page of `sheets.css` that it is printed on. */
  page: 'report' | 'sheet-a4' | 'sheet-a3'
  /** Shown smaller where the window is narrower than this; the print never is. */
  widthMillimetres?: number
  status: string
  ready: boolean
  /** What can be chosen, between the status and the buttons. */
  tools?: ReactNode
  onClose: () => void
  children: ReactNode
}

const gapPixels = 48

/** Pages as they will be printed, over everything else; Escape closes, and the focus goes back to where it was. */
export function PrintPreview({ title, page, widthMillimetres, status, ready, tools, onClose, children }: PrintPreviewProps) {
  const { t } = useText()
  const closeButton = useRef<HTMLButtonElement>(null)
  const [measure, { width }] = useElementSize<HTMLDivElement>()
  const zoom = widthMillimetres === undefined || width === 0 ? 1 : Math.min(1, (width - gapPixels) / toPixels(widthMillimetres))

  useEffect(() => {
    const opener = document.activeElement
    closeButton.current?.focus()
    // What lies behind is not reached by Tab.
    const app = document.getElementById('root')
    app?.setAttribute('inert', '')
    return () => {
      app?.removeAttribute('inert')
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  useEffect(() => {
    const classes = ['report-open', `print-${page}`]
    document.documentElement.classList.add(...classes)
    return () => document.documentElement.classList.remove(...classes)
  }, [page])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // A drawer below would close with it.
      event.stopPropagation()
      onClose()
    }
    window.addEventListener('keydown', pressed, true)
    return () => window.removeEventListener('keydown', pressed, true)
  }, [onClose])

  return createPortal(
    <div ref={measure} className="report" role="dialog" aria-modal="true" aria-label={title} style={{ '--sheet-zoom': zoom } as CSSProperties}>
      <div className="report-bar">
        <p role="status">{status}</p>
        {tools}
        <Button type="primary" icon={<PrinterOutlined />} disabled={!ready} onClick={() => window.print()}>{t('planner.report.print')}</Button>
        <Button ref={closeButton} icon={<CloseOutlined />} onClick={onClose}>{t('common.close')}</Button>
      </div>
      {children}
    </div>,
    document.body,
  )
}
