import { degreeScaleAt } from '../geodesic.ts'
import { boxOfRegion, type MultiPolygonCoordinates } from '../coverage/places.ts'

export type CandidateSource = 'premises' | 'parcel' | 'grid' | 'node' | 'point'

/** A place where a site could open. Areas in m²; null where nobody has said. */
export interface Candidate {
  id: string
  source: CandidateSource
  /** Of the premises or parcel. */
  refId: string | null
  name: string
  lon: number
  lat: number
  floorAreaM2: number | null
  landAreaM2: number | null
  landUse: string | null
  /** The unit its ledger names; null where it names none. */
  unitId: string | null
}

/** What stands first stays: of a house and a crossing at one spot, the house. */
const rank: Record<CandidateSource, number> = { premises: 0, parcel: 1, point: 2, node: 3, grid: 4 }

/** Candidates at one spot (within about a metre) are one; returns those left out with who stands for them. */
export function mergeDuplicates(candidates: readonly Candidate[]): { kept: Candidate[]; merged: { candidate: Candidate; into: Candidate }[] } {
  const sorted = candidates.map((candidate, i) => ({ candidate, i })).sort((a, b) => rank[a.candidate.source] - rank[b.candidate.source] || a.i - b.i)
  const bySpot = new Map<string, Candidate>()
  const merged: { candidate: Candidate; into: Candidate }[] = []
  const kept: Candidate[] = []
  for (const { candidate } of sorted) {
    const spot = `${Math.round(candidate.lon * 1e5)} ${Math.round(candidate.lat * 1e5)}`
    const into = bySpot.get(spot)
    if (into) merged.push({ candidate, into })
    else {
      bySpot.set(spot, candidate)
      kept.push(candidate)
    }
  }
  return { kept, merged }
}

/** Crossings of a square grid inside a region, from south-west to north-east; spacing as true metres at its middle. */
export function gridPoints(region: MultiPolygonCoordinates, spacingMetres: number, isInside: (lon: number, lat: number) => boolean): [lon: number, lat: number][] {
  const [west, south, east, north] = boxOfRegion(region)
  const scale = degreeScaleAt((south + north) / 2)
  const dLon = spacingMetres / scale.lonMetres
  const dLat = spacingMetres / scale.latMetres
  const points: [number, number][] = []
  for (let row = 0; south + (row + 0.5) * dLat <= north; row++) {
    for (let column = 0; west + (column + 0.5) * dLon <= east; column++) {
      const lon = west + (column + 0.5) * dLon
      const lat = south + (row + 0.5) * dLat
      if (isInside(lon, lat)) points.push([lon, lat])
    }
  }
  return points
}

/** One node a square of so many metres, the first of each by index: thinner, but nowhere bare. */
export function thinNodes(
  { nodeLon, nodeLat }: { nodeLon: Float64Array; nodeLat: Float64Array },
  region: MultiPolygonCoordinates,
  spacingMetres: number,
  isInside: (lon: number, lat: number) => boolean,
): number[] {
  const [west, south, , north] = boxOfRegion(region)
  const scale = degreeScaleAt((south + north) / 2)
  const taken = new Set<string>()
  const nodes: number[] = []
  for (let node = 0; node < nodeLon.length; node++) {
    const lon = nodeLon[node]
    const lat = nodeLat[node]
    if (Number.isNaN(lon)) continue
    const square = `${Math.floor(((lon - west) * scale.lonMetres) / spacingMetres)} ${Math.floor(((lat - south) * scale.latMetres) / spacingMetres)}`
    if (taken.has(square) || !isInside(lon, lat)) continue
    taken.add(square)
    nodes.push(node)
  }
  return nodes
}
