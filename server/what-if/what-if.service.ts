import { setImmediate as nextTurn } from 'node:timers/promises'
import { requireCounty, type Actor } from '../auth/actor.ts'
import type { CircleShape, WhatIf, WhatIfReply } from '../contract/what-if.ts'
import { geodesicCircle } from '../core/geodesic.ts'
import { polygonAreaM2 } from '../core/geodesic-area.ts'
import { inclusiveLimit } from '../core/network/limits.ts'
import { createReachWorkspace, reach } from '../core/network/reach.ts'
import { towardsSources } from '../core/network/slopes.ts'
import { outlineCircle, type CircleOutline } from '../core/what-if/circle-outline.ts'
import { seedsOf } from '../core/coverage/travel.ts'
import type { CoverageService } from '../coverage/coverage.service.ts'
import type { Db } from '../db/schema.ts'
import { AppError } from '../errors.ts'
import { answerPin, placePin, type PinSite } from './answer-pin.ts'
import { loadWorld } from './load-world.ts'
import { createWorldCache } from './world-cache.ts'
import type { World } from './world.ts'

export interface WhatIfService {
  /** What changes and a pin on top of a published run would mean; undefined where nobody waits any more. */
  answer(actor: Actor, countyCode: number, runId: string, question: WhatIf, signal: AbortSignal): Promise<WhatIfReply | undefined>
  /** The pin's circle as a surface; empty where it has none. */
  outline(actor: Actor, countyCode: number, runId: string, question: WhatIf, signal: AbortSignal): Promise<CircleShape | undefined>
}

/** Some ten counties as large as a city's district, or one as large as a city. */
const mostWorlds = { worlds: 8, bytes: 400e6 }
/** A contour takes some hundred milliseconds: pins of others go in between. */
const turnMilliseconds = 8
const straightVertices = 360

export function createWhatIfService(db: Db, coverage: CoverageService): WhatIfService {
  const worlds = createWorldCache(mostWorlds)

  /** A published run stays as it is, so that one in memory needs no database while a pin is dragged. */
  function worldOf(actor: Actor, countyCode: number, runId: string): Promise<World> {
    requireCounty(actor, countyCode)
    return worlds.get(`${countyCode}/${runId}`, async () => loadWorld(db, await coverage.getPublished(actor, countyCode, runId)))
  }

  return {
    async answer(actor, countyCode, runId, question, signal) {
      const world = await worldOf(actor, countyCode, runId)
      if (signal.aborted) return undefined
      const began = performance.now()
      const answer = answerPin(world, question)
      return { ...answer, computeMs: performance.now() - began }
    },

    async outline(actor, countyCode, runId, { changes, pin }, signal) {
      if (!pin) throw new AppError('BAD_REQUEST', '请给出点位（pin）', 'Give a pin')
      const world = await worldOf(actor, countyCode, runId)
      if (signal.aborted) return undefined
      const outline = await outlineOf(world, placePin(world, changes, pin), signal)
      return outline && { shape: { type: 'MultiPolygon', coordinates: outline.polygons as CircleShape['shape']['coordinates'] }, areaM2: outline.areaM2, cellMetres: outline.cellMetres }
    },
  }
}

async function outlineOf({ data }: World, { qualifying, snap }: PinSite, signal: AbortSignal): Promise<CircleOutline | undefined> {
  if (!qualifying) return { polygons: [], areaM2: 0, cellMetres: 0 }
  const { lon, lat, limitMetres, maxAccessMetres } = qualifying
  if (!data.network) {
    const radiusMetres = limitMetres / (data.parameters.detourFactor ?? 1)
    const polygons = [[geodesicCircle(lon, lat, radiusMetres, straightVertices)]]
    // How far two corners of the ring stand apart.
    return { polygons, areaM2: polygonAreaM2(polygons), cellMetres: (2 * Math.PI * radiusMetres) / straightVertices }
  }
  const { graph } = data.network
  // Memory of its own: between two turns other searches run.
  const work = createReachWorkspace(graph.nodeCount)
  reach(towardsSources(graph), seedsOf(graph, snap!, 0), inclusiveLimit(limitMetres), work)
  const steps = outlineCircle(graph, snap!, limitMetres, maxAccessMetres, work)
  for (let turnBegan = performance.now(); ; ) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - turnBegan < turnMilliseconds) continue
    await nextTurn()
    if (signal.aborted) return undefined
    turnBegan = performance.now()
  }
}
