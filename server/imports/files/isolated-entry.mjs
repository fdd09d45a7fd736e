// The process that reads one file starts here: its entry must be JavaScript, so this registers the TypeScript loader
// and then imports the reader's own side.
import { register } from 'tsx/esm/api'

register()
await import('./isolated-child.ts')
