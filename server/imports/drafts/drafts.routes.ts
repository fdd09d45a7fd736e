import { Router } from 'express'
import { actorOf } from '../../auth/auth.middleware.ts'
import { draftOptions, draftRowsQuery } from '../../contract/import-drafts.ts'
import { parseCountyCode } from '../../county-code.ts'
import type { ImportFiles } from '../import-files.ts'
import { abortWhenGone, receiveUpload } from '../receive-upload.middleware.ts'
import { toDraftPlaces, toDraftRows, toExamineDraftReply, toImportDraft } from './drafts.reply.ts'
import type { DraftsService } from './drafts.service.ts'
import { nameReport, withReport } from './marked-report.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function draftsRoutes(drafts: DraftsService, files: ImportFiles): Router {
  const router = Router()
  const home = '/counties/:code/import-drafts'

  router.get(home, async (request, response) => {
    response.json((await drafts.list(actorOf(request), parseCountyCode(request.params.code))).map(toImportDraft))
  })

  router.post(home, async (request, response) => {
    const county = parseCountyCode(request.params.code)
    await receiveUpload(files, request, response, async (upload, signal) => {
      response.status(201).json(toImportDraft(await drafts.create(actorOf(request), county, upload, signal)))
    })
  })

  router.delete(`${home}/:draftId`, async (request, response) => {
    await drafts.remove(actorOf(request), parseCountyCode(request.params.code), request.params.draftId)
    response.status(204).end()
  })

  router.post(`${home}/:draftId/examine`, async (request, response) => {
    const { kind, ...options } = draftOptions.parse(request.body)
    const { code, draftId: id } = request.params
    const examination = await drafts.examine(actorOf(request), parseCountyCode(code), id, kind, options, abortWhenGone(response))
    response.json(toExamineDraftReply(examination))
  })

  router.get(`${home}/:draftId/rows`, async (request, response) => {
    const { from, count, only } = draftRowsQuery.parse(request.query)
    const { code, draftId: id } = request.params
    const { examination } = await drafts.last(actorOf(request), parseCountyCode(code), id, abortWhenGone(response))
    response.json(toDraftRows(examination, from, count, only))
  })

  router.get(`${home}/:draftId/places`, async (request, response) => {
    const { code, draftId: id } = request.params
    const { examination } = await drafts.last(actorOf(request), parseCountyCode(code), id, abortWhenGone(response))
    response.json(toDraftPlaces(examination))
  })

  router.get(`${home}/:draftId/report.xlsx`, async (request, response) => {
    const { code, draftId: id } = request.params
    const gone = abortWhenGone(response)
    const { draft, examination } = await drafts.last(actorOf(request), parseCountyCode(code), id, gone)
    await withReport(files, { fileName: draft.name, examination }, gone, async (path) => {
      response.type(xlsx).attachment(nameReport(draft.name))
      await new Promise<void>((resolve, reject) => response.sendFile(path, { dotfiles: 'allow' }, (error) => (error ? reject(error) : resolve())))
    })
  })

  router.post(`${home}/:draftId/store`, async (request, response) => {
    const { kind, ...options } = draftOptions.parse(request.body)
    const { code, draftId: id } = request.params
    const { jobId, examination } = await drafts.store(actorOf(request), parseCountyCode(code), id, kind, options, abortWhenGone(response))
    response.status(202).json({ jobId, examined: toExamineDraftReply(examination) })
  })

  router.delete('/counties/:code/import-mappings/:kind', async (request, response) => {
    const { code, kind } = request.params
    response.json({ forgotten: await drafts.forgetMappings(actorOf(request), parseCountyCode(code), kind) })
  })

  return router
}
