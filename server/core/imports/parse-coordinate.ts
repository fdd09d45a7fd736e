import type { Parsed } from './parse-number.ts'
import { isBlankCell, tidyText } from './plain-text.ts'
import type { RawCell } from './raw-table.ts'

/**
 * One coordinate: a plain number, or degrees with minutes and seconds (104°04′00.5″E, 东经104度4分). `parseFloat` would
 * read 104°30′ as 104. Two numbers in one cell, words and signs that contradict the column are refused.
 */
export function parseCoordinate(cell: RawCell, axis: 'longitude' | 'latitude'): Parsed<number> {
  if (isBlankCell(cell)) return { value: null }
  if (typeof cell === 'number' && Number.isFinite(cell)) return { value: cell }
  if (typeof cell !== 'string') return refused(String(cell))
  const text = tidyText(cell).replace(/ /g, '')
  if (/^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(text)) return { value: Number(text) }
  const unsigned = text.replace(/^(东经|西经|北纬|南纬|[NSEW])/i, '').replace(/(东经|西经|北纬|南纬|[NSEW])$/i, '')
  const word = /(东经|西经|北纬|南纬|[NSEW])/i.exec(text.replace(unsigned, ''))?.[1].toUpperCase()
  if (word && /[东西EW]/.test(word) !== (axis === 'longitude')) return refused(cell)
  const match =
    /^(\d{1,3})(?:°|度|º|o)(?:(\d{1,2}(?:\.\d+)?)(?:′|'|’|分)(?:(\d{1,2}(?:\.\d+)?)(?:″|"|”|''|′′|秒))?)?$/.exec(unsigned) ??
    /^(\d{1,3}\.\d+)(?:°|度)?$/.exec(unsigned)
  if (!match) return refused(cell)
  const [degrees, minutes = 0, seconds = 0] = match.slice(1).map((part) => (part === undefined ? 0 : Number(part)))
  if (minutes >= 60 || seconds >= 60) return refused(cell)
  const value = Math.round((degrees + minutes / 60 + seconds / 3600) * 1e9) / 1e9
  const signed = word && /西|南|W|S/.test(word) ? -value : value
  return { value: signed, note: { zh: `「${cell.trim()}」读作 ${signed}°`, en: `read as ${signed}°` } }
}

function refused(written: string): Parsed<number> {
  return {
    refused: { zh: `「${written.slice(0, 40)}」不是一个坐标值`, en: 'not one coordinate' },
    fix: {
      zh: '经度、纬度各占一列，写成十进制度（如 104.0668）或 度°分′秒″',
      en: 'One column for each, in decimal degrees or degrees°minutes′seconds″',
    },
  }
}
