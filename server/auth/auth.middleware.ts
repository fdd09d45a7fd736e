import type { Request } from 'express'
import { localActor, type Actor } from './actor.ts'

/** Who is asking. Until accounts exist everybody on this machine is the local actor (see config: loopback only). */
export function actorOf(_request: Request): Actor {
  return localActor
}
