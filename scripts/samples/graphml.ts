import { SaxesParser } from 'saxes'
import type { LonLat } from './geometry.ts'

export interface RawGraph {
  nodes: Map<string, LonLat>
  edges: { source: string; target: string; tags: Record<string, string> }[]
}

/** Reads the OSMnx GraphML whole: plain and slow on purpose, apart from the product's own reader. */
export function parseGraphml(text: string): RawGraph {
  const keys = new Map<string, string>()
  const nodes = new Map<string, LonLat>()
  const edges: RawGraph['edges'] = []
  let tags: Record<string, string> = {}
  let element: Record<string, string> = {}
  let key: string | null = null
  let value = ''
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>
    if (tag.name === 'key') keys.set(attributes.id, attributes['attr.name'])
    if (tag.name === 'node' || tag.name === 'edge') [element, tags] = [attributes, {}]
    if (tag.name === 'data') [key, value] = [keys.get(attributes.key)!, '']
  })
  parser.on('text', (part) => {
    if (key !== null) value += part
  })
  parser.on('closetag', (tag) => {
    if (tag.name === 'data' && key !== null) [tags[key], key] = [value, null]
    if (tag.name === 'node') nodes.set(element.id, [Number(tags.x), Number(tags.y)])
    if (tag.name === 'edge') edges.push({ source: element.source, target: element.target, tags })
  })
  parser.write(text).close()
  return { nodes, edges }
}
