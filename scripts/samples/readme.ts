import { ledgerAssumptions } from './ledgers/seed.ts'
import { smallAssumptions } from './small/texts.ts'
import type { County } from './types.ts'
import type { ManifestFile } from './write.ts'

/** `data/README.md`, written with the data so that its checksums cannot fall behind. */
export function readmeOf(written: Written[], small: Written[]): string {
  return [intro, ...written.flatMap(({ county, files }) => section(county, files)), ...smallSection(small), sources].join('\n') + '\n'
}

interface Written {
  county: County
  files: ManifestFile[]
}

const intro = `# Sample data 演示数据

Two sample counties, and small ones on the jurisdictions of the plans, built by \`npx tsx scripts/make-samples.ts\` from \`../shared/data\` (override with \`--from\`). This file is
written by the same command; do not edit it by hand. The product reads only \`data/samples\`.

**Everything below the township (石城, small samples) and every residential area and facility (both) is synthetic and carries 示例 in its
name.** No real village, home or elder appears. \`answers.json\` holds what an analyst must find, computed apart from the
product (\`scripts/samples/answers*.ts\`): plain Dijkstra, brute-force snapping, BigInt arithmetic.

Conventions: longitude first, EPSG:4326 as the encoding of CGCS2000 (approximate: sources were GCJ-02 or OSM), 7 decimals,
metres and square metres; areas as decimal text. A unit's \`parentCode\` is null directly under the county. Households of
the demand are \`householdsOccupied\`, else \`householdsCompleted\`. \`medicalBeds\` (facilities) is null where the plan prints none.
`

const sources = `## Licences and attribution
- Roads of 福田: **© OpenStreetMap contributors**, ODbL 1.0, through transbigdata (\`G.graphml\`, 2023-05-25).
- \`boundaries/\`: the sources' counties of the five plans, whole (see its README).
- Boundaries, unit codes and points: Vonng/adcode, **CC BY 4.0** (upstream AMap and NBS 2016); GCJ-02 converted to WGS 84 by
  an approximate formula. Maps shown to the public in China need a reviewed base map (审图号).
- Control totals: bulletins of the 7th census (2020-11-01) from stored re-posts, see the \`source\` field; confirm before publishing.
- Ages of 福田: the 7th census, from a stored re-post. Shape of the made-up ages of 石城: United Nations, World Population
  Prospects 2019, **CC BY 3.0 IGO**. Life tables: see \`life-tables/README.md\`.
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

/** The small ones are alike: a row each, and what is assumed said once. */
function smallSection(small: Written[]): string[] {
  const row = ({ county, files }: Written) => {
    const people = county.population.controlTotals[0]
    const sha = files.find(({ kind }) => kind === 'bundle')!.sha256.slice(0, 16)
    return `| ${county.code} | ${county.name.zh} ${county.name.en} | ${people.residents} (${people.asOf}) | ${county.units.length} | ${county.areas.length} | ${county.facilities.length} | \`${sha}…\` |`
  }
  const kinds = [...new Set(small.flatMap(({ county }) => county.troubles.map(({ kind }) => kind)))]
  return [
    '## Small samples',
    '',
    'One county or every county of the prefecture that a plan is about: `bundle.json.gz` holds boundary, units, residential areas,',
    'facilities, population and ledgers; its checksum in `manifest.json` is of the unpacked text. No roads.',
    '',
    '| code | county | control total | units | areas | facilities | SHA-256 of the unpacked bundle |',
    '|---|---|---|---|---|---|---|',
    ...small.map(row),
    '',
    `Seeded troubles: ${kinds.join(', ')}.`,
    '',
    'Assumptions:',
    ...smallAssumptions.map(({ zh, en }) => `- ${en} (${zh})`),
    ...ledgerAssumptions.map(({ zh, en }) => `- ${en} (${zh})`),
    '',
  ]
}
