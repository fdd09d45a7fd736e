import { useText } from '../../i18n/index.ts'
import { ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUnitTree } from '../../state/use-unit-tree.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { UnitTable } from './UnitTable.tsx'
import { useFailingUnits } from './use-failing-units.ts'

/** The first step down: townships and streets, and city against country. */
export function UnitsSection({ code }: { code: string }) {
  const { t } = useText()
  const { limitMetres } = useCountyView(code)
  const { tree, summaries } = useUnitTree(code)
  const failingIds = useFailingUnits(code)
  if (summaries.isError) {
    return <ErrorNotice what={t('error.what.units')} error={summaries.error} onRetry={() => void summaries.refetch()} />
  }
  if (!tree) return <LoadingBlock rows={6} />
  const title = t('units.title')
  const classes = tree.classes.filter((node) => node.byLimit.some((row) => row.residents.known + row.residents.unlocated > 0))
  return (
    <section className="block">
      <h3>{title} <NotesButton code={code} about={title} /></h3>
      {tree.roots.length === 0 ? <p className="muted">{t('units.none')}</p> : (
        <>
          <p className="muted">{t('units.hint')}</p>
          <UnitTable caption={title} nodes={tree.roots} limitMetres={limitMetres} failingIds={failingIds} />
        </>
      )}
      {classes.length > 1 && <UnitTable caption={t('units.classes')} nodes={classes} limitMetres={limitMetres} failingIds={failingIds} drills={false} />}
    </section>
  )
}
