import './fill.css'
import './workshop.css'
import { Failure, Loading, t, useApi, useParams, useTitle } from '#web/kit/index.ts'
import type { OwnFormView } from '../workshop-contract.ts'
import { OwnFormDesk } from './own-form-desk.tsx'

/** One form of the hospital's own at work. */
export default function OwnFormScreen() {
  const { formId = '' } = useParams()
  const answer = useApi<OwnFormView>(`/api/workshop/forms/${encodeURIComponent(formId)}`)
  useTitle(answer.data ? `${answer.data.code} ${answer.data.title.vi}` : t('fill.own.title'))
  if (answer.isError) return <Failure error={answer.error} retry={answer.refetch} />
  if (!answer.data) return <Loading rows={10} />
  return <OwnFormDesk key={`${answer.data.id} ${answer.data.state}`} stored={answer.data} />
}
