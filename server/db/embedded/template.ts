import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRequire } from 'node:module'

/**
 * A new data directory starts from a dump with PostGIS, our schema and the queue's already in it: seconds instead of a
 * quarter of a minute. The file's name is a hash of everything that went into it, so a stale one is never found.
 */
export function findTemplate(): string | null {
  const file = templateFile()
  return existsSync(file) ? file : null
}

export function templateFile(): string {
  return join(templateDirectory, `${templateKey()}.tar`)
}

const templateDirectory = fileURLToPath(new URL('../../../data/build/template/', import.meta.url))
const migrationDirectory = fileURLToPath(new URL('../migrations/', import.meta.url))
const enginePackages = ['@electric-sql/pglite', '@electric-sql/pglite-postgis', 'pg-boss', 'kysely']

function templateKey(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrationDirectory).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(migrationDirectory, name)))
  }
  for (const name of enginePackages) hash.update(`${name} ${versionOf(name)}\n`)
  return hash.digest('hex').slice(0, 20)
}

/** Read from the package's own folder, because not every package exports its package.json. */
function versionOf(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? []
  for (const path of paths) {
    const file = join(path, name, 'package.json')
    if (!existsSync(file)) continue
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    return version
  }
  throw new Error(`expected ${name} to be installed`)
}
