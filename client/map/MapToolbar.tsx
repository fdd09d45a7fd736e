import { AimOutlined, MinusOutlined, PlusOutlined, PrinterOutlined, BlockOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover, Tooltip } from 'antd'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useText } from '../i18n/index.ts'
import { layerKeys, withLayerSwitched, type LayerKey } from '../state/url-state.ts'
import { useUpdateUrl, useUrlState } from '../state/use-url-state.ts'

function LayerToggles({ keys, absent }: { keys: readonly LayerKey[]; absent: readonly LayerKey[] }) {
  const { t } = useText()
  const { layers } = useUrlState()
  const update = useUpdateUrl()
  const toggle = (key: LayerKey) =>
    update((state) => ({ ...state, layers: withLayerSwitched(state.layers, key) }), { replace: true })
  return (
    <ul className="layer-toggles">
      {keys.map((key) => (
        <li key={key}>
          <Checkbox checked={layers.includes(key) && !absent.includes(key)} disabled={absent.includes(key)} onChange={() => toggle(key)}>
            {t(`map.layer.${key}`)}{absent.includes(key) && `（${t('basis.layer.notLoaded')}）`}
          </Checkbox>
        </li>
      ))}
    </ul>
  )
}

interface MapToolbarProps {
  map: MapLibreMap | null
  onHome: () => void
  /** The layers that this map has. */
  keys?: readonly LayerKey[]
  /** Those of them that there is no data for. */
  absent?: readonly LayerKey[]
  /** Null while what is on the map is none to print. */
  onPrint: (() => void) | null
}

const none: readonly LayerKey[] = []

export function MapToolbar({ map, onHome, keys = layerKeys, absent = none, onPrint }: MapToolbarProps) {
  const { t } = useText()
  const tools = [
    { label: t('map.zoomIn'), icon: <PlusOutlined />, run: () => map?.zoomIn() },
    { label: t('map.zoomOut'), icon: <MinusOutlined />, run: () => map?.zoomOut() },
    { label: t('map.home'), icon: <AimOutlined />, run: onHome },
  ]
  return (
    <div className="map-toolbar">
      <Popover trigger="click" placement="bottomRight" title={t('map.layers')} content={<LayerToggles keys={keys} absent={absent} />}>
        <Button icon={<BlockOutlined />}>{t('map.layers')}</Button>
      </Popover>
      {onPrint && <Button icon={<PrinterOutlined />} disabled={!map} onClick={onPrint}>{t('sheet.button')}</Button>}
      <div className="map-toolbar-group">
        {tools.map((tool) => (
          <Tooltip key={tool.label} title={tool.label} placement="left">
            <Button icon={tool.icon} aria-label={tool.label} onClick={tool.run} />
          </Tooltip>
        ))}
      </div>
    </div>
  )
}
