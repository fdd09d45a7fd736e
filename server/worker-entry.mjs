// Every worker thread starts here: a worker's own entry must be JavaScript, so this registers the TypeScript loader
// and then imports the module named in `workerData.module` (an absolute file URL).
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.module)
