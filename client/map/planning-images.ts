import { canvas, crossPath, housePath, readPixels, strokeHatch } from './images.ts'
import { palette } from './palette.ts'

const iconSize = 24

/** A drawing with a white rim, so that it stands out on any ground. */
function outlined(path: string, fill: string, stroke: string, dash: number[] = [], more: (context: CanvasRenderingContext2D) => void = () => undefined): ImageData {
  const context = canvas(iconSize)
  const shape = new Path2D(path)
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.strokeStyle = '#ffffff'
  context.lineWidth = 4.5
  context.stroke(shape)
  context.fillStyle = fill
  context.fill(shape)
  context.strokeStyle = stroke
  context.lineWidth = 2
  context.setLineDash(dash)
  context.stroke(shape)
  context.setLineDash([])
  more(context)
  return readPixels(context)
}

function stroked(path: string, color: string, width: number) {
  return (context: CanvasRenderingContext2D) => {
    context.strokeStyle = color
    context.lineWidth = width
    context.stroke(new Path2D(path))
  }
}

export const squarePath = 'M4 4 H20 V20 H4 Z'
export const circlePath = 'M2.5 12 A9.5 9.5 0 1 0 21.5 12 A9.5 9.5 0 1 0 2.5 12 Z'
export const plusPath = 'M12 7 V17 M7 12 H17'
export const minusPath = 'M7 12 H17'

export const diamondPath = 'M12 3 L21 12 L12 21 L3 12 Z'
export const smallCirclePath = 'M5 12 A7 7 0 1 0 19 12 A7 7 0 1 0 5 12 Z'

/** Signs of planning. Each differs in shape from the others and from those of coverage, not only in colour. */
export function planningImages(): Record<string, ImageData> {
  const hatched = (context: CanvasRenderingContext2D) => {
    context.save()
    context.clip(new Path2D(circlePath))
    strokeHatch(context, iconSize, 5, palette.lost, 1.4)
    context.restore()
    stroked(minusPath, palette.lost, 3)(context)
  }
  return {
    'plan-added': outlined(housePath, palette.plan, '#ffffff', [], stroked('M12 10 V19 M7.5 14.5 H16.5', '#ffffff', 2.4)),
    'plan-changed': outlined(housePath, '#ffffff', palette.plan, [], stroked('M7.5 12.5 H16.5 M7.5 17 H16.5', palette.plan, 2)),
    'plan-closed': outlined(housePath, '#ffffff', palette.lost, [], stroked(crossPath, palette.lost, 2.6)),
    'plan-premises': outlined(squarePath, '#ffffff', palette.plan, [3, 2.6]),
    'plan-premises-taken': outlined(squarePath, palette.plan, '#ffffff', [], stroked(plusPath, '#ffffff', 2.2)),
    'plan-point': outlined(diamondPath, '#ffffff', palette.plan, [], stroked('M12 9 V15 M9 12 H15', palette.plan, 2)),
    'plan-elsewhere': outlined(smallCirclePath, '#ffffff', palette.plan, [3, 2.6]),
    'place-gained': outlined(circlePath, palette.plan, '#ffffff', [], stroked(plusPath, '#ffffff', 2.8)),
    'place-lost': outlined(circlePath, '#ffffff', palette.lost, [], hatched),
  }
}
