import './fill.css'
import { Failure, Loading, PatientFrame, t, useApi, useParams, useTitle } from '#web/kit/index.ts'
import type { FillView, FormView } from '../contract.ts'
import { FillWork } from './fill-work.tsx'
import { exact } from './use-fill.ts'

/** One fill of a form, by its own address. */
export default function FillScreen() {
  const { fillId = '' } = useParams()
  const fill = useApi<FillView>(`/api/fills/${encodeURIComponent(fillId)}`, {}, exact)
  const view = fill.data
  const form = useApi<FormView>(view && `/api/forms/${view.form}`, view ? { on: view.on } : {}, exact)
  useTitle(view ? `${view.code} ${view.title}` : t('fill.title'))
  if (fill.isError) return <Failure error={fill.error} retry={fill.refetch} />
  if (form.isError) return <Failure error={form.error} retry={form.refetch} />
  if (!view || !form.data) return <Loading rows={10} />
  return (
    <PatientFrame patientId={view.patientId} encounterId={view.encounterId}>
      <FillWork key={`${view.id} ${view.status} ${view.editable}`} view={view} form={form.data} />
    </PatientFrame>
  )
}
