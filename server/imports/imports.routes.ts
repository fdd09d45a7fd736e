import { Router } from 'express'
import { actorOf } from '../auth/auth.middleware.ts'
import { importOptionsWithEdits } from '../contract/import-drafts.ts'
import { importQuery } from '../contract/imports.ts'
import { parseCountyCode } from '../county-code.ts'
import { AppError } from '../errors.ts'
import type { ImportFiles } from './import-files.ts'
import { toExaminedReply, toStoredImport } from './imports.reply.ts'
import type { ImportsService } from './imports.service.ts'
import { receiveUpload, type Upload } from './receive-upload.middleware.ts'

export function importsRoutes(imports: ImportsService, files: ImportFiles): Router {
  const router = Router()

  router.get('/counties/:code/imports', async (request, response) => {
    response.json((await imports.list(actorOf(request), parseCountyCode(request.params.code))).map(toStoredImport))
  })

  router.post('/counties/:code/imports/examine', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    const { kind } = importQuery.parse(request.query)
    await receiveUpload(files, request, response, async (upload, signal) => {
      response.json(toExaminedReply(await imports.examine(actorOf(request), county, kind, fileOf(upload), optionsOf(upload), signal)))
    })
  })

  router.post('/counties/:code/imports', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    const { kind } = importQuery.parse(request.query)
    await receiveUpload(files, request, response, async (upload, signal) => {
      const started = await imports.start(actorOf(request), county, kind, fileOf(upload), optionsOf(upload), signal)
      response.status(202).json({ ...toExaminedReply(started), jobId: started.jobId })
    })
  })

  return router
}

function fileOf({ main, directory }: Upload) {
  return { path: main.path, name: main.name, directory }
}

function optionsOf({ fields }: Upload) {
  return importOptionsWithEdits.parse(parseJson(fields.options))
}

function parseJson(text: unknown): unknown {
  if (text === undefined) return {}
  try {
    return JSON.parse(String(text)) as unknown
  } catch {
    throw new AppError('BAD_REQUEST', 'options 应为 JSON', 'The field options must be JSON')
  }
}
