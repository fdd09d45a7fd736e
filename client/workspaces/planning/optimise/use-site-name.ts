import { useCallback } from 'react'
import { useText } from '../../../i18n/index.ts'
import { numberedName, type Site } from '../../../state/planning/answers.ts'

/** What a site is called in the reader's language: points of a grid, nodes and parcels have no name but a number. */
export function useSiteName(): (site: Pick<Site, 'candidateId' | 'source' | 'name'>) => string {
  const { t } = useText()
  return useCallback(
    (site) => {
      const numbered = numberedName(site)
      return numbered ? t(`planner.siteName.${numbered.source}`, { n: numbered.number }) : site.name
    },
    [t],
  )
}
