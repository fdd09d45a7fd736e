import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import type { FeatureCollection } from 'geojson'
import { afterAll } from 'vitest'
import type { RawFile } from '../../server/core/imports/raw-table.ts'
import { defaultLimits, type ReadContext } from '../../server/imports/files/limits.ts'
import { parseFile } from '../../server/imports/files/parse-file.ts'

let folder: string | undefined

afterAll(async () => {
  if (folder) await rm(folder, { recursive: true })
  folder = undefined
})

/** A folder of this test file's own, gone afterwards. */
export async function testFolder(): Promise<string> {
  folder ??= await mkdtemp(join(tmpdir(), 'yiquan-files-'))
  return folder
}

export async function saved(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(await testFolder(), name)
  await writeFile(path, bytes)
  return path
}

/** Reads bytes under a name, within this process. */
export async function read(name: string, bytes: Uint8Array | string, context: Partial<ReadContext> = {}): Promise<RawFile> {
  return parseFile(await saved(name, bytes), { limits: defaultLimits, ...context })
}

export function codes(file: RawFile): string[] {
  return file.problems.map(({ code }) => code)
}

export interface ZipEntry {
  name: string | Buffer
  bytes: Buffer
  flags?: number
  mode?: number
  /** What the headers claim, where they lie. */
  claimedSize?: number
}

/** A zip archive as honest or as crooked as its entries. */
export function zipOf(entries: ZipEntry[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, flags = 0, mode = 0o100644, claimedSize } of entries) {
    const nameBytes = Buffer.from(name)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claimedSize ?? bytes.length, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, nameBytes, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, tail, nameBytes]))
    bodies.push(local)
    offset += local.length
  }
  const entriesOfDirectory = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(entriesOfDirectory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, entriesOfDirectory, end])
}

interface GdalWriter {
  open(path: string): Promise<{ datasets: object[] }>
  close(dataset: object): Promise<void>
  ogr2ogr(dataset: object, options: string[], name: string): Promise<{ all: { local: string }[]; local: string }>
  Module: {
    FS: {
      writeFile(path: string, bytes: Uint8Array): void
      readFile(path: string): Uint8Array
      readdir(path: string): string[]
      stat(path: string): { mode: number }
      isDir(mode: number): boolean
    }
  }
}

let written = 0

/** GDAL's own writers, whose files our readers must give back value by value. @returns files by name */
export async function writeWithGdal(collection: FeatureCollection, options: string[]): Promise<Map<string, Buffer>> {
  const require = createRequire(import.meta.url)
  const path = require.resolve('gdal3.js/node.js')
  const start = require(path) as (config: object) => Promise<GdalWriter>
  const gdal = await start({
    path: relative(process.cwd(), `${dirname(path)}/dist/package`),
    logHandler: () => undefined,
    errorHandler: () => undefined,
  })
  const { FS } = gdal.Module
  const name = `out${++written}`
  FS.writeFile(`/input/${name}.geojson`, Buffer.from(JSON.stringify(collection)))
  const { datasets } = await gdal.open(`/input/${name}.geojson`)
  const output = await gdal.ogr2ogr(datasets[0], options, name)
  await gdal.close(datasets[0])
  const files = new Map<string, Buffer>()
  const gather = (local: string, shown: string): void => {
    if (!FS.isDir(FS.stat(local).mode)) files.set(shown, Buffer.from(FS.readFile(local)))
    else for (const child of FS.readdir(local)) if (!child.startsWith('.')) gather(`${local}/${child}`, `${shown}/${child}`)
  }
  for (const child of FS.readdir('/output')) if (child.startsWith(`${name}.`)) gather(`/output/${child}`, child)
  if (files.size === 0) throw new Error(`expected files of GDAL, got none at ${output.local}`)
  return files
}
