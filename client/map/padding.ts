export interface Padding {
  top: number
  right: number
  bottom: number
  left: number
}

/** However much floats on it, this share of the map's width and height stays for the land. */
const leastShare = 0.4

/**
 * The padding that a map of this size can bear. MapLibre refuses to fit anything into a map that is narrower than its
 * padding, and stays where it is: at first 0° N 0° E, on a screen at 150 % beside a wide table.
 */
export function paddingWithin(widthPixels: number, heightPixels: number, wished: Padding): Padding {
  const across = shrink(widthPixels, wished.left + wished.right)
  const down = shrink(heightPixels, wished.top + wished.bottom)
  return { top: wished.top * down, right: wished.right * across, bottom: wished.bottom * down, left: wished.left * across }
}

function shrink(pixels: number, wished: number): number {
  const most = pixels * (1 - leastShare)
  return wished > most ? Math.max(0, most) / wished : 1
}
