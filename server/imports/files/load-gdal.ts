import { createRequire } from 'node:module'
import { dirname, relative } from 'node:path'

/**
 * Starts gdal3.js: GDAL 3.8 in WebAssembly, which sees only the files laid into its own memory. `Gdal` is what the caller
 * uses of it; what it complains of goes into `complaints`, nothing to the console.
 */
export async function loadGdal<Gdal>(complaints: string[], env: Readonly<Record<string, string>>): Promise<Gdal> {
  const require = createRequire(import.meta.url)
  const packagePath = require.resolve('gdal3.js/node.js')
  const start = require(packagePath) as (config: object) => Promise<Gdal>
  return start({
    // It puts './' before the path, so this must be relative.
    path: relative(process.cwd(), `${dirname(packagePath)}/dist/package`),
    logHandler: () => undefined,
    errorHandler: (line: string) => complaints.push(line),
    env: { CPL_LOG_ERRORS: 'OFF', ...env },
  })
}
