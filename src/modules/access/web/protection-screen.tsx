import { Page, PageHead, PatientFrame, Stack, t, useParams } from '#web/kit/index.ts'
import { LabelsPanel } from './labels-panel.tsx'
import { RefusalsPanel } from './refusals-panel.tsx'

/** What protects a patient: labels and refusals, as they stand and as they are noted. */
export default function ProtectionScreen() {
  const { patientId = '' } = useParams()
  return (
    <PatientFrame key={patientId} patientId={patientId}>
      <Page head={<PageHead title={t('access.protect.title')} />}>
        <Stack>
          <LabelsPanel patientId={patientId} />
          <RefusalsPanel patientId={patientId} />
        </Stack>
      </Page>
    </PatientFrame>
  )
}
