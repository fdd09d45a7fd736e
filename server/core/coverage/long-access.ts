import { longAccessMetres } from './profiles.ts'

export interface AccessLeg {
  placeClass: keyof typeof longAccessMetres
  /** Metres to the network; undefined where no walkable road is near enough: that is another list. */
  accessMetres: number | undefined
}

/** Places whose leg to the network is so long that the road data may be at fault: they count, and are listed. */
export function longAccessLegs<T extends AccessLeg>(places: readonly T[]): T[] {
  return places.filter(({ placeClass, accessMetres }) => accessMetres !== undefined && accessMetres > longAccessMetres[placeClass])
}
