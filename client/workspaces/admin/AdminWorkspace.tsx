/** Filled below. */
export function AdminWorkspace(_props: { code: string }) {
  return null
}
