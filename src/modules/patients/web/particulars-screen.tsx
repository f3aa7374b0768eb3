import {
  Empty,
  Failure,
  formatDay,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  PatientFrame,
  Row,
  t,
  useApi,
  useGo,
  useParams,
} from '#web/kit/index.ts'
import type { PatientView } from '../contract.ts'
import { PatientFormPanel } from './patient-form-panel.tsx'

/** A patient's particulars with what they were before. */
export default function ParticularsScreen() {
  const { patientId = '' } = useParams()
  return (
    <PatientFrame patientId={patientId}>
      <Page head={<PageHead title={t('patients.particulars.title')} />}>
        <Particulars patientId={patientId} />
      </Page>
    </PatientFrame>
  )
}

function Particulars({ patientId }: { readonly patientId: string }) {
  const go = useGo()
  const patient = useApi<PatientView>(`/api/patients/${patientId}`)
  if (patient.isPending) return <Loading rows={6} />
  if (patient.isError) return <Failure error={patient.error} retry={patient.refetch} />
  const saved = () => notify(t('patients.particulars.saved'))
  return (
    <>
      <PatientFormPanel
        key={patient.data.version}
        given={patient.data.form}
        known={patient.data}
        warnings={[]}
        onSaved={saved}
        onBack={() => go(`/patients/${patientId}`)}
      />
      <Panel title={t('patients.particulars.former')}>
        {patient.data.oldAddresses.length === 0 && <Empty>–</Empty>}
        {patient.data.oldAddresses.map((one) => (
          <Row
            key={one.text + one.until}
            icon="history"
            title={one.text}
            detail={one.until && t('patients.particulars.until', { date: formatDay(one.until) })}
          />
        ))}
      </Panel>
    </>
  )
}
