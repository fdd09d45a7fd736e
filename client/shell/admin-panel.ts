import { lazyPart } from './lazy-part.tsx'

/** The packs of the whole installation: the same for every region. */
export const AdminPanel = lazyPart<{ code: string }>(() => import('../workspaces/admin/AdminWorkspace.tsx').then((module) => module.AdminWorkspace))
