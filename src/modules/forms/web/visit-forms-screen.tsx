import './fill.css'
import { useRef } from 'react'
import {
  Alert,
  Columns,
  can,
  Failure,
  LinkTo,
  Loading,
  Page,
  PageHead,
  Panel,
  t,
  useApi,
  useLive,
  useParams,
  useShortcuts,
  VisitFrame,
} from '#web/kit/index.ts'
import type { FillList, FormList } from '../contract.ts'
import { AddForm } from './add-form.tsx'
import { FillRows } from './fill-rows.tsx'

/** Forms of one visit: those begun and done, and the way to a new one. */
export default function VisitFormsScreen() {
  const { encounterId = '' } = useParams()
  const fills = useApi<FillList>('/api/fills', { encounter: encounterId })
  const forms = useApi<FormList>('/api/forms', { encounter: encounterId })
  useLive(['QuestionnaireResponse', 'DocumentReference'], ['/api/fills'])
  const find = useRef<HTMLInputElement>(null)
  useShortcuts([{ keys: 'n', label: t('fill.add.find'), run: () => find.current?.focus() }])
  if (fills.isError) return <Failure error={fills.error} retry={fills.refetch} />
  if (!fills.data) return <Loading rows={8} />
  return (
    <VisitFrame
      patientId={fills.data.patientId}
      encounterId={encounterId}
      stay={fills.data.stay && can('ward.read')}
      tab="papers"
    >
      <Page
        head={
          <PageHead title={t('fill.visit.title')}>
            <LinkTo to={`/encounters/${encounterId}/documents`}>{t('fill.visit.papers')}</LinkTo>
          </PageHead>
        }
      >
        {forms.isError && <Failure error={forms.error} retry={forms.refetch} />}
        {forms.isPending && <Loading rows={6} />}
        {forms.data && (
          <Columns
            main={
              <Panel title={t('fill.visit.list')} count={fills.data.fills.length}>
                <FillRows fills={fills.data.fills} />
              </Panel>
            }
            side={
              forms.data.forms.length === 0 ? (
                <Alert level="note" title={t('fill.add.noForms')} />
              ) : (
                <AddForm
                  encounterId={encounterId}
                  forms={forms.data.forms}
                  fills={fills.data.fills}
                  inputRef={find}
                />
              )
            }
            sideWidth={420}
          />
        )}
      </Page>
    </VisitFrame>
  )
}
