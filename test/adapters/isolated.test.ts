import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { readFile } from '../../server/imports/files/read-file.ts'
import { codes, saved, testFolder, writeWithGdal, zipOf } from './import-files.ts'

describe('reading a file in a process of its own', () => {
  it('gives the same as reading it here, rows in pieces joined again', async () => {
    const lines = Array.from({ length: 12_345 }, (_, i) => `第${i}站,${i}`)
    const { tables } = await readFile(await saved('many.csv', ['名称,床位', ...lines].join('\n')))
    expect(tables[0].rows.length).toBe(12_346)
    expect(tables[0].rows[12_345]).toEqual({ number: 12_346, cells: ['第12344站', '12344'], geometry: null })
  })

  it('reads through GDAL there too', async () => {
    const point = {
      type: 'FeatureCollection' as const,
      features: [{ type: 'Feature' as const, properties: { 名称: '甲' }, geometry: { type: 'Point' as const, coordinates: [104, 30.5] } }],
    }
    const files = await writeWithGdal(point, ['-f', 'OpenFileGDB', '-a_srs', 'EPSG:4490'])
    const path = await saved('d.zip', zipOf([...files].map(([name, bytes]) => ({ name, bytes }))))
    const { format, tables } = await readFile(path)
    expect([format, tables[0].rows[0].cells]).toEqual(['gdb', ['甲']])
  })

  it('stops a reader at its time', async () => {
    const file = await readFile(await saved('slow.csv', 'a,b\n1,2\n'), { limits: { maxMilliseconds: 30 } })
    expect(codes(file)).toEqual(['READ_TIMEOUT'])
    expect(file.tables).toEqual([])
  })

  it('stops a reader at its memory', async () => {
    // Far below what any reader takes.
    const file = await readFile(await saved('big.csv', `a,b\n${'1,2\n'.repeat(500_000)}`), {
      limits: { maxMegabytes: 60, maxRows: 1_000_000 },
    })
    expect(codes(file)).toEqual(['READ_MEMORY'])
  })

  it('is killed when the signal aborts', async () => {
    const controller = new AbortController()
    const reading = readFile(await saved('x.csv', 'a,b\n1,2\n'), { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
  })

  it('calls nobody and leaves nothing, whatever the file points to', async () => {
    let calls = 0
    const server = createServer((socket) => {
      calls++
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const url = `http://127.0.0.1:${port}/x`
    const files = [
      await saved('a.kml', `<!DOCTYPE kml SYSTEM "${url}"><kml><Placemark/></kml>`),
      await saved(
        'b.kml',
        `<kml><NetworkLink><Link><href>${url}</href></Link></NetworkLink><Placemark><name>甲</name><styleUrl>${url}</styleUrl></Placemark></kml>`,
      ),
      await saved(
        'c.geojson',
        `{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"${url}"}},"features":[{"type":"Feature","properties":{},"geometry":null}]}`,
      ),
      await saved('d.csv', `名称,网址\n甲,=WEBSERVICE("${url}")\n`),
    ]
    const before = await readdir(await testFolder())
    for (const file of files) await readFile(file)
    expect(calls).toBe(0)
    expect(await readdir(await testFolder())).toEqual(before)
    await new Promise((resolve) => server.close(resolve))
  })

  it('says that a file is not there', async () => {
    expect(codes(await readFile('/nowhere/at/all.xlsx'))).toEqual(['FILE_NOT_READABLE'])
  })
})
