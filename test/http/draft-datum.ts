import { describe, expect, it } from 'vitest'
import { draftPlaces, examineDraftReply, importDraft } from '../../server/contract/import-drafts.ts'
import { degreeScaleAt, geodesicMetres } from '../../server/core/geodesic.ts'
import { toGcj02 } from '../../server/core/imports/datum.ts'
import { openGraph } from '../../server/core/network/graph-file.ts'
import { getGraphBytes } from '../../server/network/network.repository.ts'
import type { TestService } from '../service.ts'
import { ask, futian, postJson } from './client.ts'

const home = `/counties/${futian}/import-drafts`
const sites = 80
const setbackMetres = 6

export function checkDatumByRoads(running: () => TestService): void {
  /** Facilities as they stand in a street: beside the middle of an edge, set back from it. None bears a known name or township. */
  async function sitesAlongRoads(): Promise<[number, number][]> {
    const bytes = await getGraphBytes(running().service.handle.db, futian, 1)
    const graph = openGraph(new Uint8Array(bytes).buffer)
    const middle = [graph.nodeLon, graph.nodeLat].map((values) => Array.from(values).sort((a, b) => a - b)[values.length >> 1])
    const found: [number, number][] = []
    for (let edge = 0; edge < graph.edgeCount; edge++) {
      const [from, to] = [graph.edgeFrom[edge], graph.edgeTo[edge]]
      if (graph.shapeOffset[edge + 1] > graph.shapeOffset[edge] || graph.edgeMetres[edge] < 30) continue
      const at: [number, number] = [(graph.nodeLon[from] + graph.nodeLon[to]) / 2, (graph.nodeLat[from] + graph.nodeLat[to]) / 2]
      if (geodesicMetres(at[0], at[1], middle[0], middle[1]) > 1500) continue
      const { lonMetres, latMetres } = degreeScaleAt(at[1])
      const east = (graph.nodeLon[to] - graph.nodeLon[from]) * lonMetres
      const north = (graph.nodeLat[to] - graph.nodeLat[from]) * latMetres
      const length = Math.hypot(east, north)
      found.push([at[0] - (north / length) * (setbackMetres / lonMetres), at[1] + (east / length) * (setbackMetres / latMetres)])
    }
    const step = Math.floor(found.length / sites)
    return found.filter((_, i) => i % step === 0).slice(0, sites)
  }

  async function examine(points: readonly [number, number][], crs: string) {
    const lines = points.map(([lon, lat], i) => `Z-${i + 1},示例·沿街${i + 1}号站,助餐点,${lon.toFixed(7)},${lat.toFixed(7)}`)
    const body = new FormData()
    body.append('file', new Blob([`编码,名称,类型,经度,纬度\n${lines.join('\n')}\n`]), '设施.csv')
    const { id } = await ask(running(), home, importDraft, { method: 'POST', body, status: 201 })
    const reply = await ask(running(), `${home}/${id}/examine`, examineDraftReply, postJson({ kind: 'facilities', crs, answers: { DUPLICATE: 'keep_all' } }))
    const places = await ask(running(), `${home}/${id}/places`, draftPlaces)
    expect((await fetch(`${running().api}${home}/${id}`, { method: 'DELETE' })).status).toBe(204)
    return { suspect: reply.questions.find(({ code }) => code === 'GCJ_SUSPECT'), reply, places }
  }

  describe('facilities held against the county’s own roads', () => {
    it('are not asked about where they stand along them, and are where all are shifted as GCJ-02 shifts', async () => {
      const points = await sitesAlongRoads()
      expect(points.length).toBe(sites)
      const given = await examine(points, 'EPSG:4490')
      expect([given.suspect, given.reply.rows.accepted]).toEqual([undefined, sites])
      const shifted = await examine(points.map(([lon, lat]) => toGcj02(lon, lat)), 'EPSG:4490')
      expect(shifted.suspect?.message.zh).toMatch(/^与道路相比，整体偏移约 \d{3} m/)
      expect(shifted.suspect?.options.map(({ value }) => value)).toEqual(['GCJ-02', 'BD-09', 'as_given'])
      expect([shifted.reply.mayStore, shifted.reply.rows.accepted]).toEqual([false, 0])
      expect(shifted.places.proposals.map(({ crs }) => crs)).toContain('GCJ-02')
    })

    it('told to be GCJ-02 stand where they are, to the metre', async () => {
      const points = await sitesAlongRoads()
      const undone = await examine(points.map(([lon, lat]) => toGcj02(lon, lat)), 'GCJ-02')
      expect([undone.suspect, undone.reply.summary.approximate]).toEqual([undefined, true])
      for (const { row, location } of undone.places.features) {
        const [lon, lat] = points[row - 2]
        expect(geodesicMetres(lon, lat, location[0], location[1])).toBeLessThan(1)
      }
    })
  })
}
