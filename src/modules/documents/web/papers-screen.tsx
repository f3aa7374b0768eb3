import {
  can,
  Empty,
  Failure,
  LinkTo,
  Loading,
  Page,
  t,
  useApi,
  useLive,
  useParams,
  VisitFrame,
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
  const { patientId, stay, papers } = list.data
  return (
    <VisitFrame patientId={patientId} encounterId={encounterId} stay={stay && can('ward.read')} tab="papers">
      {papers.length > 0 ? (
        <PapersOf papers={papers} />
      ) : (
        <Page>
          <Empty
            action={
              can('fills.read') && (
                <LinkTo to={`/encounters/${encounterId}/forms`} className="lo-touch">
                  {t('fill.toForms')}
                </LinkTo>
              )
            }
          >
            <b>{t('documents.none.title')}</b>
            <div>{t('documents.none.text')}</div>
          </Empty>
        </Page>
      )}
    </VisitFrame>
  )
}
