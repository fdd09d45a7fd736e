import { lazy } from 'react'

/** The packs of the whole installation: the same for every region. */
export const AdminPanel = lazy(() => import('../workspaces/admin/AdminWorkspace.tsx').then((module) => ({ default: module.AdminWorkspace })))
