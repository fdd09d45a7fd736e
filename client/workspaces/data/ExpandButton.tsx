import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { MouseEvent } from 'react'
import { useText } from '../../i18n/index.ts'

interface ExpandButtonProps {
  expanded: boolean
  name: string
  onToggle: (event: MouseEvent<HTMLElement>) => void
}

export function ExpandButton({ expanded, name, onToggle }: ExpandButtonProps) {
  const { t } = useText()
  return (
    <Button
      type="text"
      size="small"
      icon={expanded ? <DownOutlined /> : <RightOutlined />}
      aria-expanded={expanded}
      aria-label={t(expanded ? 'data.collapse' : 'data.expand', { name })}
      onClick={onToggle}
    />
  )
}
