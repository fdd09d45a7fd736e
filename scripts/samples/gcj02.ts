/**
 * GCJ-02 → WGS 84, APPROXIMATE (近似值，不作测绘成果; about 1–2 m).
 * The forward formula is the one in public circulation (Krasovsky 1940 ellipsoid, eviltransform); the inverse is found
 * by fixed-point iteration on it, since no official inverse exists.
 */
const semiMajorMetres = 6378245.0
const eccentricitySquared = 0.00669342162296594323

export function gcj02ToWgs84Approximate(lon: number, lat: number): [number, number] {
  let guessLon = lon
  let guessLat = lat
  for (let i = 0; i < 20; i++) {
    const [shiftedLon, shiftedLat] = wgs84ToGcj02(guessLon, guessLat)
    guessLon -= shiftedLon - lon
    guessLat -= shiftedLat - lat
  }
  return [guessLon, guessLat]
}

export function wgs84ToGcj02(lon: number, lat: number): [number, number] {
  const x = lon - 105
  const y = lat - 35
  const radLat = (lat / 180) * Math.PI
  const magic = 1 - eccentricitySquared * Math.sin(radLat) ** 2
  const root = Math.sqrt(magic)
  const dLat = (latOffset(x, y) * 180) / (((semiMajorMetres * (1 - eccentricitySquared)) / (magic * root)) * Math.PI)
  const dLon = (lonOffset(x, y) * 180) / ((semiMajorMetres / root) * Math.cos(radLat) * Math.PI)
  return [lon + dLon, lat + dLat]
}

function latOffset(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  return base + ripple(x, 6, 2, 20) + wave(y, [20, 1], [40, 1 / 3]) + wave(y, [160, 1 / 12], [320, 1 / 30])
}

function lonOffset(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  return base + ripple(x, 6, 2, 20) + wave(x, [20, 1], [40, 1 / 3]) + wave(x, [150, 1 / 12], [300, 1 / 30])
}

function ripple(x: number, fast: number, slow: number, amplitude: number): number {
  return ((amplitude * Math.sin(fast * x * Math.PI) + amplitude * Math.sin(slow * x * Math.PI)) * 2) / 3
}

function wave(v: number, ...terms: [number, number][]): number {
  return terms.reduce((sum, [amplitude, frequency]) => sum + (amplitude * Math.sin(v * frequency * Math.PI) * 2) / 3, 0)
}
