import { can, LinkTo, t, useApi } from '#web/kit/index.ts'
import type { WaitingPaper } from '../contract.ts'

interface Standing {
  readonly concluded: boolean
  readonly may: readonly string[]
}

function ToRecord({ paper }: { readonly paper: WaitingPaper }) {
  const record = useApi<Standing>(`/api/records/${paper.encounterId}/completeness`)
  if (!record.data?.concluded || !record.data.may.includes('finish')) return null
  return (
    <LinkTo to={`/records/${paper.encounterId}`}>
      {t('signing.toRecord', { number: paper.recordNumber, name: paper.patientName })}
    </LinkTo>
  )
}

/** Of what was just signed, each visit that can be ended now is ended in its record. */
export function ToRecords({ signed }: { readonly signed: readonly WaitingPaper[] }) {
  if (!can('records.finish') || !can('records.read')) return null
  const papers = new Map(signed.map((paper) => [paper.encounterId, paper]))
  return [...papers.values()].map((paper) => <ToRecord key={paper.encounterId} paper={paper} />)
}
