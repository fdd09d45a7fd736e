/** As the server takes them: a shapefile is up to eight files of one name. */
export const mostFiles = 8
export const mostFileBytes = 512 * 1024 ** 2

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KB`
  return `${(bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0)} MB`
}
