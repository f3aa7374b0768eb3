import { Columns, Failure, Loading, Page, PatientFrame, useApi, useLive, useParams } from '#web/kit/index.ts'
import type { RequisitionView } from '../contract.ts'
import { CriticalBars } from './critical-bars.tsx'
import { RequisitionFooter } from './requisition-footer.tsx'
import { RequisitionHead } from './requisition-head.tsx'
import { ResultGrid } from './result-grid.tsx'
import { TubesPanel } from './tubes-panel.tsx'
import { useEntry } from './use-entry.ts'

/** One requisition from tube to release. */
export default function RequisitionScreen() {
  const { requisition = '' } = useParams()
  const path = `/api/laboratory/requisitions/${encodeURIComponent(requisition)}`
  const view = useApi<RequisitionView>(path)
  useLive(['ServiceRequest', 'Specimen', 'Observation', 'DiagnosticReport', 'Communication'], [path])
  if (view.isPending) return <Loading rows={12} />
  if (view.isError) return <Failure error={view.error} retry={view.refetch} />
  return <Loaded view={view.data} path={path} key={requisition} />
}

function Loaded({ view, path }: { readonly view: RequisitionView; readonly path: string }) {
  const entry = useEntry(view, path)
  return (
    <PatientFrame patientId={view.patient.id} encounterId={view.encounterId}>
      <Page
        head={<RequisitionHead view={view} />}
        footer={<RequisitionFooter view={view} entry={entry} path={path} />}
      >
        <Columns
          main={
            <>
              <CriticalBars view={view} />
              <ResultGrid view={view} entry={entry} />
            </>
          }
          side={<TubesPanel view={view} path={path} />}
          sideWidth={320}
        />
      </Page>
    </PatientFrame>
  )
}
