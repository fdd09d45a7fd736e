import { insertAgePyramids } from '../population/age-pyramids.repository.ts'
import { idOf, keepVersion, type LoadContext } from './load-context.ts'
import { sourceOf } from './sample-files.ts'

/** People by age and sex, where the sample has them; their keys are those of an import, which then finds the same rows. */
export async function loadAges(load: LoadContext): Promise<void> {
  const { ages, units, manifest } = load.sample
  if (!ages) return
  const codeOf = new Map(units.features.filter(({ properties }) => properties.parentCode === null).map(({ properties }) => [properties.name, properties.unitCode]))
  const unitIdOf = (name: string) => {
    if (name === manifest.county.name.zh) return null
    const code = codeOf.get(name)
    if (code === undefined) throw new Error(`expected a township or street of ${manifest.county.name.zh}, got ${name}`)
    return idOf(load, 'unit', code)
  }
  const rows = ages.map(({ unitName, ageGroup, ...rest }) => {
    const unitId = unitIdOf(unitName)
    const code = `${unitId ?? 'county'}/${ageGroup}`
    return { ...rest, id: idOf(load, 'age_pyramid', code), code, unitId }
  })
  await insertAgePyramids(load.tx, load.county, load.version, rows)
  await keepVersion(load, 'age_pyramids', ages, rows.length, sourceOf(manifest, 'age_pyramid.csv'))
}
