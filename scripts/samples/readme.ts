import type { County } from './types.ts'
import type { ManifestFile } from './write.ts'

/** `data/README.md`, written with the data so that its checksums cannot fall behind. */
export function readmeOf(written: { county: County; files: ManifestFile[] }[]): string {
  return [intro, ...written.flatMap(({ county, files }) => section(county, files)), sources].join('\n') + '\n'
}

const intro = `# Sample data 演示数据

Two sample counties, built by \`npx tsx scripts/make-samples.ts\` from \`../shared/data\` (override with \`--from\`). This file is
written by the same command; do not edit it by hand. The product reads only \`data/samples\`.

**Everything below the township (石城) and every residential area and facility (both) is synthetic and carries 示例 in its
name.** No real village, home or elder appears. \`answers.json\` holds what an analyst must find, computed apart from the
product (\`scripts/samples/answers*.ts\`): plain Dijkstra, brute-force snapping, BigInt arithmetic.

Conventions: longitude first, EPSG:4326 as the encoding of CGCS2000 (approximate: sources were GCJ-02 or OSM), 7 decimals,
metres and square metres; areas as decimal text. A unit's \`parentCode\` is null directly under the county. Households of
the demand are \`householdsOccupied\`, else \`householdsCompleted\`. \`medicalBeds\` (facilities) is null where the plan prints none.
`

const sources = `## Licences and attribution
- Roads of 福田: **© OpenStreetMap contributors**, ODbL 1.0, through transbigdata (\`G.graphml\`, 2023-05-25).
- Boundaries, unit codes and points: Vonng/adcode, **CC BY 4.0** (upstream AMap and NBS 2016); GCJ-02 converted to WGS 84 by
  an approximate formula. Maps shown to the public in China need a reviewed base map (审图号).
- Control totals: bulletins of the 7th census (2020-11-01) from stored re-posts, see the \`source\` field; confirm before publishing.
- Quantiles of households: \`census/residential_area_quantiles.json\`. Synthetic parts: MIT, as the repository.
`

function section(county: County, files: ManifestFile[]): string[] {
  const people = county.population
  const sum = (rows: { residents: number }[]) => rows.reduce((total, row) => total + row.residents, 0)
  return [
    `## ${county.code} ${county.name.zh} ${county.name.en}`,
    '',
    `Data date ${county.dataDate}. Coverage: ${county.coverage.note.en}.`,
    '',
    `- control total ${people.controlTotals[0].residents} (${people.controlTotals[0].asOf}); in this sample: ${sum(county.areas)} in ${county.areas.length} residential areas, ${sum(people.units)} in ${people.units.length} villages and communities, ${sum(people.unlocated)} unlocated`,
    `- ${county.facilities.length} facilities, ${county.facilities.filter((f) => f.status === 'operating').length} of them operating`,
    `- seeded troubles: ${[...new Set(county.troubles.map((t) => t.kind))].join(', ')}`,
    '',
    '| file | origin | licence | CRS | date | synthetic | SHA-256 |',
    '|---|---|---|---|---|---|---|',
    ...files.map(
      (f) =>
        `| ${f.path} | ${f.origin} | ${f.licence} | ${f.crs} | ${f.date} | ${f.synthetic ? 'yes' : 'no'} | \`${f.sha256}\` |`,
    ),
    '',
    'Assumptions:',
    ...files.flatMap((f) => f.assumptions.map((a) => `- ${f.path}: ${a.en} (${a.zh})`)),
    '',
  ]
}
