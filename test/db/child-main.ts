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

/** Says the number of each row after its commit, until it is killed. */
if (what === 'write') {
  await sql`create table written (n int primary key)`.execute(handle.db)
  for (let n = 1; ; n += 1) {
    await sql`insert into written values (${n})`.execute(handle.db)
    console.log(`committed ${n}`)
  }
}

if (what === 'open') {
  await handle.close()
  console.log('closed')
}
