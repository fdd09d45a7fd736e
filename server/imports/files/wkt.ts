/** KEYWORD["name",1.5,CHILD[…]]: quoted and bare values in order, nested nodes apart. */
export interface WktNode {
  name: string
  values: (string | number)[]
  children: WktNode[]
}

const maxLength = 20_000
const maxDepth = 20

/** Parses well-known text of a CRS. @returns undefined where it is none */
export function parseWkt(text: string): WktNode | undefined {
  const source = text.replace(/^\uFEFF/, '').trim()
  if (source.length > maxLength) return undefined
  const tokens = source.match(/"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*|[-+]?[0-9.]+(?:[eE][-+]?\d+)?|[[\](),]/g)
  if (!tokens) return undefined
  let at = 0
  return readNode(0)

  function readNode(depth: number): WktNode | undefined {
    const name = tokens![at]
    if (depth > maxDepth || !/^[A-Za-z_]/.test(name ?? '') || !/^[[(]$/.test(tokens![at + 1] ?? '')) return undefined
    const node: WktNode = { name: name.toUpperCase(), values: [], children: [] }
    at += 2
    while (at < tokens!.length) {
      const token = tokens![at]
      if (token === ']' || token === ')') {
        at++
        return node
      }
      if (token === ',') at++
      else if (token.startsWith('"')) {
        node.values.push(token.slice(1, -1))
        at++
      } else if (/^[-+.0-9]/.test(token)) {
        node.values.push(Number(token))
        at++
      } else if (/^[[(]$/.test(tokens![at + 1] ?? '')) {
        const child = readNode(depth + 1)
        if (!child) return undefined
        node.children.push(child)
      } else {
        node.values.push(token)
        at++
      }
    }
    return undefined
  }
}
