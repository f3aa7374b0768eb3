import { useState } from 'react'
import {
  Chip,
  Choice,
  Empty,
  Failure,
  FlagMark,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  PatientFrame,
  t,
  useApi,
  useLive,
  useParams,
  useSearchParam,
} from '#web/kit/index.ts'
import type { Flowsheet } from '../contract.ts'
import { DoctorBars } from './doctor-bars.tsx'
import { FlowTable } from './flow-table.tsx'
import './laboratory.css'

/** Results of a patient, tests down and times across; the newest column is tinted. */
export default function FlowsheetScreen() {
  const { patientId = '' } = useParams()
  const [encounter] = useSearchParam('encounter')
  const [span, setSpan] = useState<'all' | 'year'>('all')
  const [order, setOrder] = useState<'oldest' | 'newest'>('oldest')
  const path = '/api/laboratory/flowsheet'
  const sheet = useApi<Flowsheet>(
    path,
    { patient: patientId, ...(span === 'year' ? { months: '12' } : {}) },
    { keepPrevious: true },
  )
  useLive(['Observation', 'Communication'], [path])
  return (
    <PatientFrame patientId={patientId} encounterId={encounter}>
      <Page
        head={
          <PageHead title={t('laboratory.flowsheet.title')} note={sheet.data && newest(sheet.data)}>
            <FlagMark flag="high">{t('laboratory.flowsheet.legend')}</FlagMark>
            <Chip tone="solid" icon="danger">
              {t('laboratory.flowsheet.critical')}
            </Chip>
            <Choice
              label={t('laboratory.flowsheet.span')}
              hideLabel
              value={span}
              onChange={setSpan}
              options={[
                { value: 'all', label: t('laboratory.flowsheet.all') },
                { value: 'year', label: t('laboratory.flowsheet.year') },
              ]}
            />
            <Choice
              label={t('laboratory.flowsheet.order')}
              hideLabel
              value={order}
              onChange={setOrder}
              options={[
                { value: 'newest', label: t('laboratory.flowsheet.newest') },
                { value: 'oldest', label: t('laboratory.flowsheet.oldest') },
              ]}
            />
          </PageHead>
        }
      >
        {sheet.isPending && <Loading rows={14} />}
        {sheet.isError && <Failure error={sheet.error} retry={sheet.refetch} />}
        {sheet.data && (
          <>
            <DoctorBars criticals={sheet.data.criticals} />
            <Panel label={t('laboratory.flowsheet.title')}>
              {sheet.data.times.length === 0 ? (
                <Empty>{t('laboratory.flowsheet.empty')}</Empty>
              ) : (
                <FlowTable sheet={sheet.data} newestFirst={order === 'newest'} />
              )}
            </Panel>
          </>
        )}
      </Page>
    </PatientFrame>
  )
}

function newest(sheet: Flowsheet): string {
  const last = sheet.times.at(-1)
  return last ? t('laboratory.flowsheet.released', { time: formatDateTime(`${last}:00+07:00`) }) : ''
}
