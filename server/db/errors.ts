/** The database cannot be used as it is; the message says, in both languages, what an administrator must do. */
export class DatabaseUnusable extends Error {
  constructor(
    readonly code: 'unreachable' | 'too_old' | 'no_postgis' | 'broken_directory',
    readonly zh: string,
    readonly en: string,
    cause?: unknown,
  ) {
    const reason = cause instanceof Error ? ` (${cause.message})` : ''
    super(`${zh} / ${en}${reason}`, { cause })
    this.name = 'DatabaseUnusable'
  }
}
