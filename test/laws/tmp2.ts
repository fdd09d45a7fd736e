import { surveyedPoints, shiftedCopies } from './datum-mixed.law.ts'
import { findDatumOffset } from '../../server/core/checks/datum-offset.ts'
import { createTown } from './town-generator.ts'
import { buildWorld } from './world.ts'
import { geodesicMetres } from '../../server/core/geodesic.ts'
const A: any[] = [], B: any[] = []
const from = Number(process.argv[2] ?? 1), to = Number(process.argv[3] ?? 1000)
for (let s = from; s <= to; s++) {
  const t = createTown(s); const { graph } = buildWorld(t); const p = surveyedPoints(t)
  const r = findDatumOffset(p, graph!); A.push([r.shiftedMetres / r.givenMetres, s, p.length, r.givenMetres, r.shiftedMetres, graph!.edgeCount])
  for (const [n, c] of Object.entries(shiftedCopies(t))) {
    const d = geodesicMetres(p[0][0], p[0][1], c[0][0], c[0][1]); if (d < 165) continue
    const q = findDatumOffset(c, graph!); B.push([q.shiftedMetres / q.givenMetres, s, p.length, n, q.givenMetres, q.shiftedMetres])
  }
}
A.sort((a, b) => a[0] - b[0]); B.sort((a, b) => b[0] - a[0])
console.log('true lowest', A.slice(0, 12)); console.log('shifted highest', B.slice(0, 8))
const q = (v: any[], p: number) => v[Math.floor(p * v.length)][0].toFixed(2)
console.log('true 1% 5%', q(A, 0.01), q(A, 0.05), 'shifted 1% 5%', q(B, 0.01), q(B, 0.05), 'n', A.filter((a) => a[2] < 20).length)
