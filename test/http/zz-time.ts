import { createService } from '/work/main/server/wiring.ts'
import { createLog } from '/work/main/server/log.ts'
import { systemActor } from '/work/main/server/auth/actor.ts'
import { listNeighbourCodes } from '/work/main/server/regions/regions.repository.ts'
const s = await createService({ host: '127.0.0.1', port: 0, logLevel: 'warn', dataDirectory: '/tmp/scratch/data', databaseUrl: undefined }, createLog('warn'))
let t = Date.now(); const lap = (n: string) => { console.log(n, Date.now() - t); t = Date.now() }
await s.prepare(); lap('prepare')
await new Promise(r => setTimeout(r, 8000)); t = Date.now()
for (const c of [360735, 440304]) { await listNeighbourCodes(s.handle.db, c, 1000); lap('neighbours ' + c) }
const a = await s.coverage.start(systemActor, 360735); lap('start')
for await (const j of s.jobs.watch(systemActor, 360735, a.jobId, new AbortController().signal)) console.log(j.status, j.phase, j.progress, Date.now() - t)
lap('done')
const b = await s.coverage.start(systemActor, 440304); lap('start')
for await (const j of s.jobs.watch(systemActor, 440304, b.jobId, new AbortController().signal)) console.log(j.status, j.phase, j.progress, Date.now() - t)
lap('done')
await s.close(); process.exit(0)
