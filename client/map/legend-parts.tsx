import { useId, type ReactNode } from 'react'
import { formatCount } from '../format.ts'
import { palette } from './palette.ts'

export function Swatch({ fill, hatch, dots }: { fill: string; hatch?: string; dots?: boolean }) {
  const id = useId()
  return (
    <svg className="legend-swatch" width="26" height="16" aria-hidden="true">
      <defs>
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
          {dots ? <circle cx="3" cy="3" r="1" fill={palette.ink} /> : <path d="M-1 7 L7 -1 M-1 1 L1 -1 M5 7 L7 5" stroke={hatch} strokeWidth="1.2" />}
        </pattern>
      </defs>
      <rect x="0.5" y="0.5" width="25" height="15" rx="2" fill={fill} stroke="#7b8781" strokeWidth="0.6" />
      {(hatch || dots) && <rect x="0.5" y="0.5" width="25" height="15" rx="2" fill={`url(#${id})`} />}
    </svg>
  )
}

export function Row({ swatch, label, count }: { swatch: ReactNode; label: string; count?: number }) {
  return (
    <li className="legend-row">
      {swatch}
      <span>{label}</span>
      {count !== undefined && <span className="legend-count">{formatCount(count)}</span>}
    </li>
  )
}
