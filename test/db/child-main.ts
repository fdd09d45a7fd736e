import { sql } from 'kysely'
import { openDatabase, type DatabaseConfig } from '../../server/db/open.ts'

/** child-main <what> <JSON config> */
const [what, config] = process.argv.slice(2)
const started = performance.now()
const handle = await openDatabase(JSON.parse(config) as DatabaseConfig).catch((error: Error) => {
  console.log(`refused ${JSON.stringify({ ...error, message: error.message, ms: performance.now() - started })}`)
  return process.exit(3)
})

if (what === 'hold') {
  handle.lock?.setAddress('http://127.0.0.1:8080')
  console.log('open')
  setInterval(() => undefined, 1000)
}

/** Says what it finds of the rows before, then the number of each of its own after its commit, until it is killed. */
if (what === 'write') {
  await sql`create table if not exists written (n int primary key)`.execute(handle.db)
  const { rows } = await sql<{ count: number; last: number }>`select count(*)::int as count, coalesce(max(n), 0) as last from written`.execute(handle.db)
  console.log(`found ${rows[0].count} ${rows[0].last}`)
  for (let n = Number(rows[0].last) + 1; ; n += 1) {
    await sql`insert into written values (${n})`.execute(handle.db)
    console.log(`committed ${n}`)
  }
}

if (what === 'open') {
  await handle.close()
  console.log('closed')
}
