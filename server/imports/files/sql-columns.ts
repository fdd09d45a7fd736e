export interface SqlColumn {
  name: string
  type: string
  /** Declared INTEGER PRIMARY KEY: its value is the row's id and stands nowhere in the record. */
  isRowid: boolean
}

/** The columns of a CREATE TABLE as SQLite keeps it. @returns undefined where the text is none, or has no rowid */
export function columnsOfCreateTable(sql: string): SqlColumn[] | undefined {
  const tokens = sql
    .match(/--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|[(),]|[^\s(),"'`[\]]+/g)
    ?.filter((token) => !/^(--|\/\*)/.test(token))
  if (!tokens || !/^create$/i.test(tokens[0] ?? '')) return undefined
  const open = tokens.indexOf('(')
  if (
    open < 0 ||
    !tokens.slice(0, open).some((token) => /^table$/i.test(token)) ||
    tokens.slice(0, open).some((token) => /^virtual$/i.test(token))
  )
    return undefined
  const definitions: string[][] = [[]]
  let depth = 0
  let end = open
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i] === '(' && depth++ === 0) continue
    if (tokens[i] === ')' && --depth === 0) {
      end = i
      break
    }
    if (tokens[i] === ',' && depth === 1) definitions.push([])
    else definitions[definitions.length - 1].push(tokens[i])
  }
  if (/\bwithout\s+rowid\b/i.test(tokens.slice(end).join(' '))) return undefined
  const columns: SqlColumn[] = []
  const tableKeys: string[] = []
  for (const definition of definitions) {
    const text = definition.join(' ')
    if (/^(constraint|primary|unique|check|foreign)$/i.test(definition[0] ?? '')) {
      const key = /primary key \( (\S+) (?:asc |desc )?\)/i.exec(text)
      if (key) tableKeys.push(unquote(key[1]).toLowerCase())
    } else if (definition.length > 0) {
      const type = /^(primary|not|null|unique|check|default|collate|references|generated|as|constraint)$/i.test(definition[1] ?? '')
        ? ''
        : (definition[1] ?? '')
      columns.push({
        name: unquote(definition[0]),
        type: type.toUpperCase(),
        isRowid: /^integer$/i.test(type) && /\bprimary key\b(?! desc)/i.test(text),
      })
    }
  }
  for (const column of columns)
    if (column.type === 'INTEGER' && tableKeys.length === 1 && tableKeys[0] === column.name.toLowerCase()) column.isRowid = true
  return columns
}

function unquote(name: string): string {
  const first = name[0]
  if (first === '[') return name.slice(1, -1)
  return first === '"' || first === '`' || first === "'" ? name.slice(1, -1).replaceAll(first + first, first) : name
}
