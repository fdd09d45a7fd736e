import { Alert, Select, Tag } from 'antd'
import type { ExamineDraftReply } from '../../../../server/contract/import-drafts.ts'
import { useText } from '../../../i18n/index.ts'
import { withColumn, type DraftWork } from '../../../state/import-draft.ts'

interface MappingTableProps {
  reply: ExamineDraftReply
  work: DraftWork
  change: (next: (work: DraftWork) => DraftWork) => void
}

const left = '-'

/** Which column is which field: guessed, remembered, or said here. */
export function MappingTable({ reply, work, change }: MappingTableProps) {
  const { t, say } = useText()
  const { mapping, fields } = reply
  const given = new Set(work.map.map(({ column }) => column))
  const remembered = new Set(reply.remembered)
  const taken = new Set(mapping.flatMap(({ field }) => (field === null ? [] : [field])))
  const missing = fields.filter(({ name, required }) => required && !taken.has(name))
  if (mapping.length === 0) return <p className="muted">{t('imports.noColumns')}</p>
  return (
    <div className="stack">
      {missing.length > 0 && <Alert type="warning" showIcon title={t('imports.fieldsMissing', { names: missing.map(({ label }) => say(label)).join(t('common.separator')) })} />}
      <table className="figures figures-text mapping">
        <thead>
          <tr>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.field')}</th>
            <th scope="col">{t('imports.by')}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.map(({ column, field, by }, index) => {
            const source = given.has(column) ? 'given' : remembered.has(column) ? 'remembered' : by
            return (
              <tr key={`${index} ${column}`}>
                <th scope="row">{column}</th>
                <td>
                  <Select
                    size="small"
                    className="field-select"
                    aria-label={t('imports.fieldOf', { column })}
                    showSearch={{ optionFilterProp: 'label' }}
                    value={field ?? left}
                    options={[
                      { value: left, label: t('imports.leaveOut') },
                      ...fields.map(({ name, label, required, unit }) => ({
                        value: name,
                        label: `${say(label)}${unit && !say(label).includes(unit) ? ` (${unit})` : ''}${required ? ' *' : ''}${taken.has(name) && name !== field ? ` · ${t('imports.taken')}` : ''}`,
                      })),
                    ]}
                    onChange={(value: string) => change((before) => withColumn(before, column, value))}
                  />
                </td>
                <td>{field !== null || source === 'given' ? <Tag color={source === 'similar' ? 'gold' : 'default'}>{t(`imports.mapped.${source}`)}</Tag> : <span className="muted">{t('imports.mapped.none')}</span>}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="muted">{t('imports.mappingHint')}</p>
    </div>
  )
}
