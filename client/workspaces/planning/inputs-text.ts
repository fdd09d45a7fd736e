import { useText } from '../../i18n/index.ts'

/** What an answer was computed from, in words: kinds with their versions, a neighbour's with its code, and the hash. */
export function useInputsText() {
  const { t, word } = useText()
  return (inputVersions: Readonly<Record<string, number>>, inputHash: string) => {
    const versions = Object.entries(inputVersions).sort(([a], [b]) => (a < b ? -1 : 1))
    const named = versions.map(([key, version]) => {
      const [kind, county] = key.split('@')
      return `${word('dataKind', kind)}${county ? ` ${county}` : ''} v${version}`
    })
    return `${named.join(t('common.separator'))} · ${inputHash.slice(0, 12)}`
  }
}
