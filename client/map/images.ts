import type { Map as MapLibreMap } from 'maplibre-gl'
import { palette } from './palette.ts'

/** Small drawings for the map. Legend and map share the shapes, so that they never differ. */
export const facilityLooks = ['operating', 'pending', 'stopped', 'misused'] as const
export type FacilityLook = (typeof facilityLooks)[number]

/** A house in a 24 × 24 box. */
export const housePath = 'M12 2.5 L21.5 10 V21.5 H2.5 V10 Z'
export const crossPath = 'M7.5 9.5 L16.5 18.5 M16.5 9.5 L7.5 18.5'
export const slashPath = 'M5 20 L19 7'
export const dashesPath = 'M7 14 H17'

const pixelRatio = 2
const iconSize = 24
const patternSize = 8

export function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas')
  element.width = size * pixelRatio
  element.height = size * pixelRatio
  const context = element.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('expected a 2d canvas context, got none')
  context.scale(pixelRatio, pixelRatio)
  return context
}

export function readPixels(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height)
}

/** Lines at 45°, seamless: each tile repeats the line of its neighbours. */
export function strokeHatch(context: CanvasRenderingContext2D, size: number, step: number, color: string, width: number): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.beginPath()
  for (let offset = -size; offset <= size * 2; offset += step) {
    context.moveTo(offset, size)
    context.lineTo(offset + size, 0)
  }
  context.stroke()
}

function hatchPattern(color: string, width: number): ImageData {
  const context = canvas(patternSize)
  strokeHatch(context, patternSize, patternSize, color, width)
  return readPixels(context)
}

function dotPattern(): ImageData {
  const context = canvas(patternSize)
  context.fillStyle = palette.ink
  context.beginPath()
  context.arc(patternSize / 2, patternSize / 2, 1.1, 0, Math.PI * 2)
  context.fill()
  return readPixels(context)
}

/** A place in a gap: warm, ringed and hatched, so that it stands out without colour as well. */
function hatchedCircle(fill: string, line: string): ImageData {
  const context = canvas(iconSize)
  const centre = iconSize / 2
  const ring = new Path2D()
  ring.arc(centre, centre, centre - 2, 0, Math.PI * 2)
  context.fillStyle = fill
  context.fill(ring)
  context.save()
  context.clip(ring)
  strokeHatch(context, iconSize, 6, line, 1.6)
  context.restore()
  context.strokeStyle = '#ffffff'
  context.lineWidth = 4
  context.stroke(ring)
  context.strokeStyle = line
  context.lineWidth = 2.4
  context.stroke(ring)
  return readPixels(context)
}

/** A square on its corner in a 24 × 24 box: no place of the coverage layers has this shape. */
export const diamondPath = 'M12 2 L22 12 L12 22 L2 12 Z'

/** A unit that fails a rule: warm, hatched, and of a shape of its own. */
function hatchedDiamond(fill: string, line: string): ImageData {
  const context = canvas(iconSize)
  const diamond = new Path2D(diamondPath)
  context.lineJoin = 'round'
  context.strokeStyle = '#ffffff'
  context.lineWidth = 4
  context.stroke(diamond)
  context.fillStyle = fill
  context.fill(diamond)
  context.save()
  context.clip(diamond)
  strokeHatch(context, iconSize, 6, line, 1.6)
  context.restore()
  context.strokeStyle = line
  context.lineWidth = 2.4
  context.stroke(diamond)
  return readPixels(context)
}

function facilityIcon(look: FacilityLook): ImageData {
  const context = canvas(iconSize)
  const house = new Path2D(housePath)
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.strokeStyle = '#ffffff'
  context.lineWidth = 4.5
  context.stroke(house)
  context.fillStyle = look === 'operating' ? palette.ink : '#ffffff'
  context.fill(house)
  context.strokeStyle = palette.ink
  context.lineWidth = 2
  if (look === 'pending') context.setLineDash([3, 3.2])
  context.stroke(house)
  context.setLineDash([])
  if (look === 'stopped') context.stroke(new Path2D(crossPath))
  if (look === 'misused') context.stroke(new Path2D(slashPath))
  if (look === 'operating') {
    context.strokeStyle = '#ffffff'
    context.stroke(new Path2D('M12 10 V19 M7.5 14.5 H16.5'))
  }
  return readPixels(context)
}

/** `more`: the drawings of a workspace beside those that every map has. */
export function addMapImages(map: MapLibreMap, more: Record<string, ImageData> = {}): void {
  const images: Record<string, ImageData> = {
    'gap-hatch': hatchPattern(palette.gapLine, 1.3),
    'mark-hatch': hatchPattern(palette.mark, 1.6),
    'unreached-hatch': hatchPattern(palette.unreachedLine, 0.8),
    'edge-dots': dotPattern(),
    'place-gap': hatchedCircle(palette.gapFill, palette.gapLine),
    'failing-point': hatchedDiamond(palette.gapFill, palette.gapLine),
    'failing-unknown': hatchedDiamond('#ffffff', palette.unreachedLine),
    'place-unreached': hatchedCircle(palette.unreached, palette.unreachedLine),
  }
  for (const look of facilityLooks) images[`facility-${look}`] = facilityIcon(look)
  for (const [name, image] of Object.entries({ ...images, ...more })) {
    if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio })
  }
}
