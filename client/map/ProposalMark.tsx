import { proposalColors, proposalLetter } from './layers/import-draft.ts'

/** The sign under which the map shows what one coordinate system would make of the points: a letter, and its colour. */
export function ProposalMark({ index }: { index: number }) {
  return <span className="proposal-mark" style={{ background: proposalColors[index % proposalColors.length] }}>{proposalLetter(index)}</span>
}
