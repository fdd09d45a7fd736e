import { AppstoreAddOutlined, EnvironmentOutlined, RedoOutlined, SelectOutlined, UndoOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useEffect } from 'react'
import { useText } from '../../i18n/index.ts'
import { usePlanning } from '../../state/planning/planning-context.tsx'
import { scenarioTools, type ScenarioTool } from '../../state/planning-in-url.ts'
import { useUpdateUrl, useUrlState } from '../../state/use-url-state.ts'

const icons: Record<ScenarioTool, React.ReactNode> = { add: <EnvironmentOutlined />, premises: <AppstoreAddOutlined />, facility: <SelectOutlined /> }

/** Ctrl+Z and Ctrl+Y, but not while a text is being written: that has an undo of its own. */
function useUndoKeys(step: (which: 'undo' | 'redo') => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')) return
      event.preventDefault()
      step(key === 'y' || event.shiftKey ? 'redo' : 'undo')
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [step])
}

/** Tools for the scenario in hand, on the map. */
export function EditToolbar() {
  const { t, say } = useText()
  const { planning: url } = useUrlState()
  const update = useUpdateUrl()
  const { scenario, store, setPin } = usePlanning()
  const step = (which: 'undo' | 'redo') => void store?.step(which)
  useUndoKeys(step)
  if (!scenario) return null
  const { record, saving, unsaved } = scenario
  const choose = (tool: ScenarioTool) => {
    setPin(null)
    update((state) => ({ ...state, planning: { ...state.planning, tool: state.planning.tool === tool ? null : tool } }), { replace: true })
  }
  const blocked = saving || unsaved || scenario.conflict !== null
  const steps = [
    { which: 'undo', icon: <UndoOutlined />, label: record.undoLabel, keys: 'Ctrl+Z' },
    { which: 'redo', icon: <RedoOutlined />, label: record.redoLabel, keys: 'Ctrl+Y' },
  ] as const
  return (
    <div className="edit-toolbar" role="toolbar" aria-label={t('planner.tool.bar')}>
      {scenarioTools.map((tool) => (
        <Tooltip key={tool} title={t(`planner.tool.${tool}Hint`)} placement="bottom">
          <Button icon={icons[tool]} type={url.tool === tool ? 'primary' : 'default'} aria-pressed={url.tool === tool} onClick={() => choose(tool)}>{t(`planner.tool.${tool}`)}</Button>
        </Tooltip>
      ))}
      {steps.map(({ which, icon, label, keys }) => {
        const words = t(`planner.tool.${which}`, { what: label ? say(label) : '' })
        return (
          <Tooltip key={which} title={`${words} ${keys}`} placement="bottom">
            <Button icon={icon} aria-label={words} disabled={label === null || blocked} onClick={() => step(which)} />
          </Tooltip>
        )
      })}
    </div>
  )
}
