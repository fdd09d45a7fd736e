#!/usr/bin/env node
// The executable behind `npx yiquan`: Node 20 cannot read TypeScript, so the loader is registered before the door opens.
import { register } from 'tsx/esm/api'

register()
await import('./cli.ts')
