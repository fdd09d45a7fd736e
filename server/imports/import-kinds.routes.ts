import { Router } from 'express'
import type { ImportKindItem } from '../contract/import-drafts.ts'
import type { ImportKind } from '../core/imports/field.ts'
import { findImportKind, importKinds } from '../core/imports/kinds.ts'
import { AppError } from '../errors.ts'
import { planners } from './planners.ts'
import { createTemplate } from './template.ts'

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What can be imported, and an empty workbook of each kind. */
export function importKindsRoutes(): Router {
  const router = Router()

  router.get('/import-kinds', (_request, response) => {
    response.json(importKinds.map(toItem))
  })

  router.get('/import-kinds/:kind/template', async (request, response) => {
    const kind = findImportKind(request.params.kind)
    if (!kind || !hasTemplate(kind))
      throw new AppError('BAD_REQUEST', `没有「${request.params.kind}」的模板`, `There is no template for ${request.params.kind}`)
    const bytes = await createTemplate(kind)
    response.attachment(`${kind.label.zh}-模板.xlsx`)
    response.type(workbook).send(Buffer.from(bytes))
  })

  return router
}

function toItem(kind: ImportKind): ImportKindItem {
  const { id, label, raster, notice } = kind
  return { id, label, stored: planners[id] !== undefined, hasTemplate: hasTemplate(kind), raster: raster ?? null, notice: notice ?? null }
}

/** A layer has no columns of its own, and a road network is no sheet. */
function hasTemplate({ id, fields }: ImportKind): boolean {
  return id !== 'layer' && fields.length > 0
}
