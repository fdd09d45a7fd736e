import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Polygonal } from './geometry.ts'

/** Everything the generator reads lies under one folder, by default `../shared/data` beside the repository. */
export interface SourceFolder {
  text(path: string): string
  rows(path: string): string[][]
  json<T>(path: string): T
}

export function openSources(folder: string): SourceFolder {
  if (!existsSync(join(folder, 'census'))) throw new Error(`expected the shared data in ${folder}, got no such folder`)
  const text = (path: string) => readFileSync(join(folder, path), 'utf8')
  return {
    text,
    // None of the tables read here has a quoted comma, except in trailing notes that nobody reads.
    rows: (path) =>
      text(path)
        .split(/\r?\n/)
        .filter(Boolean)
        .map((line) => line.split(',')),
    json: (path) => JSON.parse(text(path)),
  }
}

export function readBoundary(sources: SourceFolder, path: string, adcode: string): Polygonal {
  interface Feature {
    properties: { adcode: string }
    geometry: Polygonal
  }
  const found = sources.json<{ features: Feature[] }>(path).features.find((f) => f.properties.adcode === adcode)
  if (!found) throw new Error(`expected ${adcode} in ${path}, got none`)
  return found.geometry
}

export function readFigure(sources: SourceFolder, adcode: string, item: string): number {
  const row = sources.rows('census/county_totals.csv').find((r) => r[0] === adcode && r[3] === item)
  if (!row) throw new Error(`expected ${item} of ${adcode} in county_totals.csv, got none`)
  return Number(row[4])
}
