import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFolder } from './read.ts'

const files: [file: string, content: string][] = [
  ['mianning_counties.geojson', '冕宁县 513433'],
  ['leshan_counties.geojson', '乐山市 511100 and its 11 counties'],
  ['yuxi_counties.geojson', '玉溪市 530400 and its 9 counties (澄江 as 530422, today 530481)'],
  ['shapotou_counties.geojson', '沙坡头区 640502, 中卫市 640500'],
  ['shicheng_counties.geojson', '石城县 360735'],
]

/** The boundaries of the five plans' places, byte for byte as the sources have them, with where they are from. */
export function copyBoundaries(sources: SourceFolder, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const rows = files.map(([file, content]) => {
    const text = sources.text(`boundaries/${file}`)
    writeFileSync(join(folder, file), text)
    return `| ${file} | ${content} | \`${createHash('sha256').update(text).digest('hex')}\` |`
  })
  writeFileSync(join(folder, 'README.md'), `${intro}${rows.join('\n')}\n`)
}

const intro = `# Boundaries of the five plans' places

Copied by \`npx tsx scripts/make-samples.ts\`; do not edit by hand. Samples use them (small ones thinned to about 30 m).

- Origin: Vonng/adcode @ b755d6e4abca8e0d309728abc9ad4b100dacc685 (2020-03-12), fences of the AMap district API (2018).
- Licence: CC BY 4.0; AMap's own terms may be stricter: attribute, and treat as demonstration data.
- Coordinates: WGS 84 (EPSG:4326), longitude first, converted from GCJ-02 by an approximate formula, about 1–2 m
  (近似值，不作测绘成果). Shown to the public in China only on a reviewed base map (审图号).
- Prefectures carry their own outline beside their counties; townships have none in any open source.

| file | content | SHA-256 |
|---|---|---|
`
