import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from '../server/config.ts'
import { toEditorSchema } from '../server/policies/pack-schema.ts'

/** Writes the JSON Schema that editors use for packs; a test fails when it no longer says what the reader demands. */
writeFileSync(join(projectDirectory, 'data/policies/policy-pack.schema.json'), toEditorSchema())
