import { Failure, Loading, PatientFrame, useApi, useLive, useParams } from '#web/kit/index.ts'
import type { PaperList, PaperView } from '../contract.ts'
import { PapersOf } from './papers-of.tsx'

/** A paper by its own address, as its QR code names it, among the papers of its visit. */
export default function OnePaperScreen() {
  const { documentId = '' } = useParams()
  const paper = useApi<PaperView>(`/api/documents/${encodeURIComponent(documentId)}`)
  const encounter = paper.data?.encounterId
  const list = useApi<PaperList>(encounter ? '/api/documents' : undefined, { encounter: encounter ?? '' })
  useLive(['DocumentReference'], ['/api/documents'])
  if (paper.isError) return <Failure error={paper.error} retry={paper.refetch} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  if (!paper.data || !list.data) return <Loading rows={8} />
  return (
    <PatientFrame patientId={paper.data.patientId} encounterId={paper.data.encounterId}>
      <PapersOf papers={list.data.papers} first={documentId} />
    </PatientFrame>
  )
}
