import { z } from './common.ts'

export const rollBackRequest = z.object({ version: z.number().int().min(1) }).openapi('RollBack')
