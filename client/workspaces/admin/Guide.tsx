import guide from '../../../docs/policy-pack.md?raw'
import { parseMarkdown, parseSpans, type Block } from '../../tables/markdown.ts'

function Spans({ text }: { text: string }) {
  return parseSpans(text).map((span, index) => {
    if (span.kind === 'strong') return <strong key={index}>{span.text}</strong>
    if (span.kind === 'code') return <code key={index}>{span.text}</code>
    return <span key={index}>{span.text}</span>
  })
}

function GuideTable({ head, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    <div className="guide-table" tabIndex={0}>
      <table className="figures figures-text">
        <thead>
          <tr>{head.map((cell, index) => <th key={index} scope="col"><Spans text={cell} /></th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{row.map((cell, column) => (column === 0 ? <th key={column} scope="row"><Spans text={cell} /></th> : <td key={column}><Spans text={cell} /></td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Drawn({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      // The page has its own first heading: the guide's stand below it.
      return block.level === 3 ? <h3>{block.text}</h3> : <h2>{block.text}</h2>
    case 'paragraph':
      return <p><Spans text={block.text} /></p>
    case 'code':
      return <pre tabIndex={0}>{block.text}</pre>
    case 'table':
      return <GuideTable {...block} />
    case 'list': {
      const items = block.items.map(({ text, inner }, index) => (
        <li key={index}>
          <Spans text={text} />
          {inner.length > 0 && <ul>{inner.map((one, place) => <li key={place}><Spans text={one} /></li>)}</ul>}
        </li>
      ))
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>
    }
  }
}

/** docs/policy-pack.md as it is in the product's folder. */
export function Guide() {
  return <article className="guide" lang="zh-CN">{parseMarkdown(guide).map((block, index) => <Drawn key={index} block={block} />)}</article>
}
