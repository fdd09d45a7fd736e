import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useText } from '../i18n/index.ts'

export function FoldButton({ folded, onToggle }: { folded: boolean; onToggle: () => void }) {
  const { t } = useText()
  const label = t(folded ? 'shell.unfold' : 'shell.fold')
  return (
    <Tooltip title={label} placement="right">
      <Button
        className="fold-button"
        icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        aria-label={label}
        aria-expanded={!folded}
        aria-controls="panel"
        onClick={onToggle}
      />
    </Tooltip>
  )
}
