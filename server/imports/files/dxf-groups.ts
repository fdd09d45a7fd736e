import { refuse, type InputRefused } from '../../core/problems.ts'

/** One entity: its name and its groups (code, value) in order, sub-entities (vertices) apart. */
export interface DxfEntity {
  type: string
  line: number
  groups: [code: number, value: string][]
  vertices: DxfEntity[]
}

export interface DxfDrawing {
  header: Map<string, string>
  entities: DxfEntity[]
}

/** Cuts an ASCII DXF into its header variables and the entities of its ENTITIES section; blocks are not entered. */
export function parseDxf(text: string, maxEntities: number): DxfDrawing {
  const lines = text.split(/\r\n|\n|\r/)
  const header = new Map<string, string>()
  const entities: DxfEntity[] = []
  let section = ''
  let variable = ''
  let current: DxfEntity | undefined
  let ended = false
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const code = Number(lines[i].trim())
    const value = lines[i + 1]
    if (!/^\s*-?\d{1,4}\s*$/.test(lines[i])) throw broken(i + 1)
    if (code === 999) continue
    if (code === 0) {
      const word = value.trim()
      current = undefined
      if (word === 'EOF') {
        ended = true
        break
      }
      if (word === 'SECTION' || word === 'ENDSEC') section = ''
      else if (section === 'ENTITIES') current = addEntity(entities, word, i + 1, maxEntities)
      continue
    }
    if (code === 2 && section === '' && lines[i - 1]?.trim() === 'SECTION') section = value.trim()
    else if (section === 'HEADER' && code === 9) variable = value.trim()
    else if (section === 'HEADER' && !header.has(variable)) header.set(variable, value.trim())
    else current?.groups.push([code, value])
  }
  if (!ended) {
    throw refuse('DXF_TRUNC', 'DXF 没有结束标记，文件不完整', 'The DXF lacks its end mark: it is cut short', {
      fix: { zh: '请重新导出 DXF', en: 'Export the DXF again' },
    })
  }
  return { header, entities }
}

function addEntity(entities: DxfEntity[], type: string, line: number, maxEntities: number): DxfEntity | undefined {
  const entity: DxfEntity = { type, line, groups: [], vertices: [] }
  const previous = entities[entities.length - 1]
  if (type === 'VERTEX' && previous?.type === 'POLYLINE') previous.vertices.push(entity)
  else if (type === 'SEQEND') return undefined
  // Attributes of a block reference belong to it, and it is refused as a whole.
  else if (type === 'ATTRIB') return undefined
  else entities.push(entity)
  if (entities.length > maxEntities) throw refuse('TABLE_DIM', `图元超过 ${maxEntities} 个`, `More than ${maxEntities} entities`)
  return entity
}

function broken(line: number): InputRefused {
  return refuse('DXF_SYNTAX', `DXF 第 ${line} 行应为组码`, `Line ${line} of the DXF should be a group code`, {
    fix: { zh: '请重新导出 DXF', en: 'Export the DXF again' },
  })
}
