import { lonLat, uuid, z } from './common.ts'

const version = z.coerce.number().int().min(1)
/** The newest versions when left out; a scenario asks for those of its baseline. */
export const existingSitesQuery = z.object({ facilities: version.optional(), premises: version.optional() })
export type ExistingSitesQuery = z.infer<typeof existingSitesQuery>

const squareMetres = z.number().nullable()
const site = { id: uuid, name: z.string(), address: z.string().nullable(), location: lonLat.nullable(), floorAreaM2: squareMetres, landAreaM2: squareMetres }

/** What a planner can move, close, resize or convert: the facilities and the idle premises of a county, as the ledgers have them. */
export const existingSites = z
  .object({
    facilitiesVersion: z.number().int().nullable(),
    premisesVersion: z.number().int().nullable().describe('null where no ledger of idle premises was ever loaded'),
    facilities: z.array(
      z.object({
        ...site,
        types: z.array(z.string()),
        status: z.enum(['planned', 'building', 'operating', 'idle', 'closed']),
        eldercareUse: z.boolean(),
        beds: z.number().int().nullable(),
        nursingBeds: z.number().int().nullable(),
      }),
    ),
    premises: z.array(z.object({ ...site, kind: z.string(), owner: z.string().nullable(), status: z.string() })),
  })
  .openapi('ExistingSites')
export type ExistingSites = z.infer<typeof existingSites>
export type ExistingFacility = ExistingSites['facilities'][number]
export type IdlePremises = ExistingSites['premises'][number]
