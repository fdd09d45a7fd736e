import { AppError } from '../errors.ts'

export type Role = 'planner' | 'reviewer' | 'leader' | 'system_admin' | 'security_admin' | 'audit_admin'

/** Whoever asks for something: every service takes one. `counties` is 'all' or the county codes in scope. */
export interface Actor {
  id: string
  roles: readonly Role[]
  counties: 'all' | readonly number[]
}

/** Until accounts exist the server listens on loopback only, and the person at the machine may do everything. */
export const localActor: Actor = {
  id: 'local',
  roles: ['planner', 'reviewer', 'leader', 'system_admin', 'security_admin', 'audit_admin'],
  counties: 'all',
}

/** The service itself, where it acts without being asked: loading samples, resuming jobs. */
export const systemActor: Actor = { ...localActor, id: 'system' }

export function requireCounty(actor: Actor, countyCode: number): void {
  if (actor.counties !== 'all' && !actor.counties.includes(countyCode)) {
    throw new AppError('COUNTY_NOT_ALLOWED', `无权访问 ${countyCode}`, `No access to county ${countyCode}`)
  }
}

export function requireRole(actor: Actor, ...roles: Role[]): void {
  if (!roles.some((role) => actor.roles.includes(role))) {
    throw new AppError('ROLE_NOT_ALLOWED', '当前角色无权进行此操作', 'Your role may not do this')
  }
}
