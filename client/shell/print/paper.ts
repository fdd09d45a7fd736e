/** Sheets of paper. A sheet lies landscape; the map's frame leaves room for the title above, the credits below (two lines each) and the legend beside. */

export const paperKeys = ['a4', 'a3'] as const
export type PaperKey = (typeof paperKeys)[number]

export interface Paper {
  widthMillimetres: number
  /** The map's frame: what the printed scale is computed from. `sheets.css` gives the page its size and its margin. */
  map: { widthMillimetres: number; heightMillimetres: number }
}

export const papers: Record<PaperKey, Paper> = {
  a4: { widthMillimetres: 297, map: { widthMillimetres: 207, heightMillimetres: 165 } },
  a3: { widthMillimetres: 420, map: { widthMillimetres: 316, heightMillimetres: 238 } },
}

/** As CSS defines it: an inch is 96 pixels. */
const pixelsPerMillimetre = 96 / 25.4

export const toPixels = (millimetres: number) => Math.round(millimetres * pixelsPerMillimetre)
