import { createInstance, type i18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Bilingual } from '../../server/contract/common.ts'
import type { Language } from '../state/url-state.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof zhCN }
  }
}

export const catalogues = { zh: zhCN, en }
type WordGroup = keyof typeof zhCN.words

export function createI18n(language: Language): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: zhCN }, en: { translation: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  instance.services.formatter!.add('plural', pluralOf)
  return instance
}

/** `{{n, plural(one: row; other: rows)}}`: the word behind a number, which comes as a number or as text with separators. */
function pluralOf(value: unknown, language: string | undefined, options: Record<string, unknown>): string {
  const count = Number(String(value).replaceAll(',', ''))
  const form = new Intl.PluralRules(language).select(Number.isNaN(count) ? 2 : count)
  return String(options[form] ?? options.other)
}

/** The word for a code of the server; the code itself where the catalogue has none, so that nothing is hidden. */
export function wordFor(language: Language, group: WordGroup, code: string): string {
  const words: Record<string, string> = catalogues[language].words[group]
  const custom = group === 'profile' ? /^custom-(\d+)m$/.exec(code) : null
  if (custom) return words.custom.replace('{{metres}}', custom[1])
  const timed = group === 'profile' ? /^custom-(\d+)min-(\d\.\d)$/.exec(code) : null
  if (timed) return words.customTime.replace('{{minutes}}', timed[1]).replace('{{speed}}', timed[2])
  return words[code] ?? code
}

/** Translation of messages, codes and the server's bilingual texts in the language of the address. */
export function useText() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'zh'
  return {
    t,
    language,
    word: (group: WordGroup, code: string) => wordFor(language, group, code),
    words: (group: WordGroup, codes: readonly string[]) =>
      codes.map((code) => wordFor(language, group, code)).join(catalogues[language].common.separator),
    say: (text: Bilingual) => text[language] || text.zh,
    nameOf: (thing: { name: string; nameEn?: string }) => (language === 'en' && thing.nameEn) || thing.name,
  }
}
