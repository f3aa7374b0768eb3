import {
  can,
  Empty,
  Failure,
  LinkTo,
  Loading,
  Page,
  PatientFrame,
  t,
  useApi,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { PaperList } from '../contract.ts'
import { PapersOf } from './papers-of.tsx'

/** Papers of one visit: the list, the paper itself, its signatures. */
export default function PapersScreen() {
  const { encounterId = '' } = useParams()
  const list = useApi<PaperList>('/api/documents', { encounter: encounterId })
  useLive(['DocumentReference'], ['/api/documents'])
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const patientId = list.data.papers[0]?.patientId
  if (!patientId)
    return (
      <Page>
        <Empty
          action={
            can('fills.read') && <LinkTo to={`/encounters/${encounterId}/forms`}>{t('fill.toForms')}</LinkTo>
          }
        >
          <b>{t('documents.none.title')}</b>
          <div>{t('documents.none.text')}</div>
        </Empty>
      </Page>
    )
  return (
    <PatientFrame patientId={patientId} encounterId={encounterId}>
      <PapersOf papers={list.data.papers} />
    </PatientFrame>
  )
}
