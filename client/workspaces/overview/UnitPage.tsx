import { Breadcrumb, Button } from 'antd'
import { useEffect, useMemo } from 'react'
import { usePlaces } from '../../api/queries.ts'
import { formatCount } from '../../format.ts'
import { useText } from '../../i18n/index.ts'
import { EmptyState, ErrorNotice, LoadingBlock } from '../../shell/states.tsx'
import { useCountyView } from '../../state/county-view.ts'
import { useUnitTree } from '../../state/use-unit-tree.ts'
import { useUpdateUrl } from '../../state/use-url-state.ts'
import { belongsTo, pathTo, summaryAt, type UnitNode, type UnitTree } from '../../tables/unit-tree.ts'
import { NotesButton } from '../notes/NotesButton.tsx'
import { UnitPlaces } from '../places/UnitPlaces.tsx'
import { BandTable } from './BandTable.tsx'
import { Measures } from './Measures.tsx'
import { UnitTable } from './UnitTable.tsx'
import { useFailingUnits } from './use-failing-units.ts'

/** The way back up: the whole, then each unit above this one. */
function Path({ tree, path, county }: { tree: UnitTree; path: readonly UnitNode[]; county: string }) {
  const { t, say } = useText()
  const update = useUpdateUrl()
  const link = (name: string, unit: string | null) => (
    <button type="button" className="row-link" onClick={() => update((state) => ({ ...state, unit }))}>
      {name}
    </button>
  )
  const above = path.slice(0, -1).map((node) => ({ key: node.id, title: link(say(node.name), node.id) }))
  const here = path[path.length - 1]
  return (
    <nav aria-label={t('units.path')}>
      <Breadcrumb
        items={[
          { key: 'whole', title: link(tree.whole ? say(tree.whole.name) : county, null) },
          ...above,
          { key: 'here', title: <span aria-current="page">{say(here.name)}</span> },
        ]}
      />
    </nav>
  )
}

function UnitFigures({ code, node, limitMetres, failing }: { code: string; node: UnitNode; limitMetres: number; failing: boolean }) {
  const { t, say, word } = useText()
  const coverage = useCountyView(code).summary.data?.coverage
  const row = summaryAt(node, limitMetres)
  const unlocated = row.residents.unlocated
  return (
    <section className="card">
      <h2>
        {say(node.name)} <span className="muted unit-level">{node.level && word('level', node.level)}</span>
        <NotesButton code={code} about={say(node.name)} />
      </h2>
      {failing && <p className="gap-text">▲ {t('units.failingLong')}</p>}
      {coverage && <p className="muted">{say(coverage.methodLine)}</p>}
      <Measures of={row} />
      {unlocated > 0 && <p className="muted">{t('overview.circle.unlocated', { n: t('common.people', { n: formatCount(unlocated) }) })}</p>}
      {node.byLimit.length > 1 && <BandTable band={node.byLimit} limitMetres={limitMetres} />}
    </section>
  )
}

/** One unit: its figures, the units below it, and its places. */
export function UnitPage({ code, unitId }: { code: string; unitId: string }) {
  const { t, say, word, nameOf } = useText()
  const update = useUpdateUrl()
  const { limitMetres, runId, detail } = useCountyView(code)
  const { tree, summaries } = useUnitTree(code)
  const places = usePlaces(code, runId)
  const failingIds = useFailingUnits(code)
  // A page of its own begins at its top, though the panel was scrolled to the table that led here.
  useEffect(() => document.getElementById('panel')?.scrollTo({ top: 0 }), [unitId])
  const inUnit = useMemo(() => (tree ? belongsTo(tree, unitId) : undefined), [tree, unitId])
  if (summaries.isError) {
    return <ErrorNotice what={t('error.what.units')} error={summaries.error} onRetry={() => void summaries.refetch()} />
  }
  if (places.isError) {
    return <ErrorNotice what={t('error.what.places')} error={places.error} onRetry={() => void places.refetch()} />
  }
  if (!tree || !places.data || !inUnit) return <LoadingBlock rows={12} />
  const path = pathTo(tree, unitId)
  const node = path[path.length - 1]
  if (!node) {
    const back = <Button onClick={() => update((state) => ({ ...state, unit: null }))}>{t('units.backToWhole')}</Button>
    return <EmptyState title={t('units.unknown')} next={t('units.unknownNext')} action={back} />
  }
  // Communities and villages of one township stand in one table.
  const levels = [...new Set(node.children.flatMap(({ level }) => level ?? []))].sort()
  const caption = t('units.children', { name: say(node.name), level: levels.map((level) => word('level', level)).join(t('common.separator')) })
  return (
    <>
      <Path tree={tree} path={path} county={detail.data ? nameOf(detail.data) : code} />
      <UnitFigures code={code} node={node} limitMetres={limitMetres} failing={failingIds.has(node.id)} />
      {node.children.length > 0 && (
        <section className="block">
          <h2>{caption}</h2>
          <UnitTable caption={caption} nodes={node.children} limitMetres={limitMetres} failingIds={failingIds} />
        </section>
      )}
      <UnitPlaces code={code} all={places.data} inUnit={inUnit} />
    </>
  )
}
