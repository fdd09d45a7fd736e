import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { useText } from '../../i18n/index.ts'

interface MapCardProps {
  eyebrow: string
  title: string | null
  tag?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** A card beside the thing it is about; Escape closes it, and it is announced to screen readers when it opens. */
export function MapCard({ eyebrow, title, tag, onClose, children }: MapCardProps) {
  const { t } = useText()
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [onClose])
  return (
    <div className="map-card" role="status">
      <header>
        <div>
          <p className="card-eyebrow">
            {eyebrow} {tag}
          </p>
          {title && <h2>{title}</h2>}
        </div>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('common.close')} onClick={onClose} />
      </header>
      {children}
    </div>
  )
}
