import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

extendZodWithOpenApi(z)

export { z }

export const bilingual = z.object({ zh: z.string(), en: z.string() }).openapi('Bilingual')
export type Bilingual = z.infer<typeof bilingual>

/** Six-digit statistical code of a county, as text: codes are names, not numbers. */
export const countyCode = z
  .string()
  .regex(/^\d{6}$/, 'six digits')
  .openapi({ example: '360735', description: 'Six-digit county code' })

export const uuid = z.uuid()
/** Longitude first, degrees, CGCS2000 encoded as EPSG:4326. */
export const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).openapi('LonLat')
export const bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]).openapi('Bbox')
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** Every refusal has this one shape; `code` is from the closed list in error-codes.ts. */
export const errorReply = z
  .object({
    error: z.object({
      code: z.string(),
      message: bilingual,
      problems: z
        .array(
          z.object({
            code: z.string(),
            severity: z.enum(['error', 'question', 'warning']),
            message: bilingual,
            row: z.number().int().optional(),
            column: z.string().optional(),
            value: z.string().optional(),
            fix: bilingual.optional(),
          }),
        )
        .optional(),
      requestId: z.string().optional(),
    }),
  })
  .openapi('Error')
export type ErrorReply = z.infer<typeof errorReply>
