import { basename } from 'node:path'
import { Router, type Request, type Response } from 'express'
import multer from 'multer'
import { actorOf } from '../auth/auth.middleware.ts'
import { importOptions, importQuery } from '../contract/imports.ts'
import { parseCountyCode } from '../county-code.ts'
import { AppError } from '../errors.ts'
import { safeFileName, type ImportFiles } from './import-files.ts'
import type { ImportOptions } from './import-options.ts'
import { toExaminedReply, toStoredImport } from './imports.reply.ts'
import type { GivenFile, ImportsService } from './imports.service.ts'

const mostBytes = 512 * 1024 ** 2
/** A shapefile is up to eight files of one name. */
const mostFiles = 8

interface Upload {
  file: GivenFile
  options: ImportOptions
  kind: string
}

export function importsRoutes(imports: ImportsService, files: ImportFiles): Router {
  const router = Router()

  router.get('/counties/:code/imports', async (request, response) => {
    response.json((await imports.list(actorOf(request), parseCountyCode(request.params.code))).map(toStoredImport))
  })

  router.post('/counties/:code/imports/examine', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    await withUpload(files, request, response, async ({ file, options, kind }, signal) => {
      response.json(toExaminedReply(await imports.examine(actorOf(request), county, kind, file, options, signal)))
    })
  })

  router.post('/counties/:code/imports', async (request, response) => {
    const county = parseCountyCode(request.params.code)
    await withUpload(files, request, response, async ({ file, options, kind }, signal) => {
      const started = await imports.start(actorOf(request), county, kind, file, options, signal)
      response.status(202).json({ ...toExaminedReply(started), jobId: started.jobId })
    })
  })

  return router
}

/** Receives the files into a directory of their own, which is gone when the reply is, unless a job has taken it over. */
async function withUpload(
  files: ImportFiles,
  request: Request,
  response: Response,
  use: (upload: Upload, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { kind } = importQuery.parse(request.query)
  if (!request.is('multipart/form-data')) throw noFile()
  const directory = await files.receive()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    await receiveInto(directory, request, response)
    const received = (request.files ?? []) as Express.Multer.File[]
    const main = received.find(({ filename }) => /\.shp$/i.test(filename)) ?? received[0]
    if (!main) throw noFile()
    const options = importOptions.parse(parseJson((request.body as Record<string, unknown> | undefined)?.options))
    await use({ file: { path: main.path, name: basename(main.originalname), directory }, options, kind }, gone.signal)
  } finally {
    await files.discard(directory)
  }
}

function receiveInto(directory: string, request: Request, response: Response): Promise<void> {
  const receive = multer({
    storage: multer.diskStorage({
      destination: directory,
      filename: (_request, file, done) => done(null, safeFileName(file.originalname)),
    }),
    limits: { fileSize: mostBytes, files: mostFiles, fields: 4, fieldSize: 1024 ** 2, parts: mostFiles + 4 },
    defParamCharset: 'utf8',
  }).array('file', mostFiles)
  return new Promise((resolve, reject) => {
    receive(request, response, (error: unknown) => {
      if (!error) return resolve()
      if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
        return reject(new AppError('PAYLOAD_TOO_LARGE', '文件超过 512 MB 的上限', 'The file exceeds the limit of 512 MB'))
      if (error instanceof multer.MulterError || (error instanceof Error && /multipart|boundary|form/i.test(error.message)))
        return reject(new AppError('BAD_REQUEST', '上传内容无法解析', 'The upload cannot be read'))
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
}

function parseJson(text: unknown): unknown {
  if (text === undefined) return {}
  try {
    return JSON.parse(String(text)) as unknown
  } catch {
    throw new AppError('BAD_REQUEST', 'options 应为 JSON', 'The field options must be JSON')
  }
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', '请以 multipart/form-data 上传文件（字段 file）', 'Send the file as multipart/form-data, in the field file')
}
