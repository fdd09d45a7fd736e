import { basename } from 'node:path'
import type { Request, Response } from 'express'
import multer from 'multer'
import { AppError } from '../errors.ts'
import { safeFileName, type ImportFiles } from './import-files.ts'

/** A shapefile is up to eight files of one name. */
const mostFiles = 8
/** Twenty thousand corrected cells, said as JSON. */
const mostFieldBytes = 8 * 1024 ** 2

/** Files as they have arrived, in a directory of their own. */
export interface Upload {
  directory: string
  main: { path: string; storedName: string; name: string }
  fileNames: string[]
  storedNames: string[]
  /** The form's other fields. */
  fields: Record<string, unknown>
}

/** Receives the files into a directory of their own, which is gone when the reply is, unless somebody has taken it over. */
export async function receiveUpload(
  files: ImportFiles,
  request: Request,
  response: Response,
  use: (upload: Upload, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (!request.is('multipart/form-data')) throw noFile()
  // Said at once where the whole is said to be larger: nobody should wait for half a gigabyte to hear it.
  if (Number(request.headers['content-length'] ?? 0) > files.mostBytes + mostFieldBytes) throw tooLarge(files.mostBytes)
  const directory = await files.receive()
  const gone = abortWhenGone(response)
  try {
    await receiveInto(directory, files.mostBytes, request, response)
    const received = (request.files ?? []) as Express.Multer.File[]
    const main = received.find(({ filename }) => /\.shp$/i.test(filename)) ?? received[0]
    if (!main) throw noFile()
    const upload: Upload = {
      directory,
      main: { path: main.path, storedName: main.filename, name: basename(main.originalname) },
      fileNames: received.map(({ originalname }) => basename(originalname)),
      storedNames: received.map(({ filename }) => filename),
      fields: (request.body as Record<string, unknown> | undefined) ?? {},
    }
    await use(upload, gone)
  } finally {
    await files.discard(directory)
  }
}

/** Nobody waits for the answer any more: what is being done for it stops. */
export function abortWhenGone(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return gone.signal
}

function receiveInto(directory: string, mostBytes: number, request: Request, response: Response): Promise<void> {
  const receive = multer({
    storage: multer.diskStorage({
      destination: directory,
      filename: (_request, file, done) => done(null, safeFileName(file.originalname)),
    }),
    limits: { fileSize: mostBytes, files: mostFiles, fields: 4, fieldSize: mostFieldBytes, parts: mostFiles + 4 },
    defParamCharset: 'utf8',
  }).array('file', mostFiles)
  return new Promise((resolve, reject) => {
    receive(request, response, (error: unknown) => {
      if (!error) return resolve()
      if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
        return reject(tooLarge(mostBytes))
      if (error instanceof multer.MulterError || (error instanceof Error && /multipart|boundary|form|aborted/i.test(error.message)))
        return reject(new AppError('BAD_REQUEST', '上传内容无法解析', 'The upload cannot be read'))
      reject(error instanceof Error ? error : new Error(String(error)))
    })
  })
}

function tooLarge(mostBytes: number): AppError {
  const limit = `${Math.round(mostBytes / 1024 ** 2)} MB`
  return new AppError('PAYLOAD_TOO_LARGE', `文件超过 ${limit} 的上限，请拆分后上传`, `The file exceeds the limit of ${limit}: split it`)
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', '请以 multipart/form-data 上传文件（字段 file）', 'Send the file as multipart/form-data, in the field file')
}
