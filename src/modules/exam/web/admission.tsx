import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Chip,
  can,
  Dialog,
  Failure,
  formatMinutes,
  LinkTo,
  ReasonDialog,
  SelectField,
  Stack,
  serverNow,
  TextField,
  t,
  useApi,
  useCommand,
  useLive,
} from '#web/kit/index.ts'
import type { ExamView } from '../contract.ts'

/** GET /api/encounters/:id/admission of module ward. */
interface Admission {
  readonly departments: readonly { readonly id: string; readonly name: string; readonly free: number }[]
  readonly last?: {
    readonly id: string
    readonly state: 'asked' | 'admitted' | 'refused' | 'withdrawn'
    readonly department: string
    readonly askedAt: string
    readonly why?: string
    readonly by?: string
    readonly stayId?: string
  }
}

const refresh = ['/api/encounters', '/api/ward']

/** The visit ends in an admission: asked for from here, and what the ward answers. */
export function AdmissionPart({ view, over }: { readonly view: ExamView; readonly over: boolean }) {
  const path = `/api/encounters/${view.encounterId}/admission`
  const admission = useApi<Admission>(can('ward.read') ? path : undefined, {}, { background: true })
  useLive(['Task'], [path])
  const [open, setOpen] = useState<'ask' | 'withdraw'>()
  const { data } = admission
  if (!data) return null
  const { last } = data
  if (last?.state === 'admitted')
    return <LinkTo to={`/stay/${last.stayId}/overview`}>{t('exam.admission.in', { to: last.department })}</LinkTo>
  const close = () => setOpen(undefined)
  return (
    <>
      {last?.state === 'asked' && (
        <Chip tone="accent" icon="bed">
          {t('exam.admission.waits', {
            to: last.department,
            time: formatMinutes(last.askedAt, serverNow().getTime()),
          })}
        </Chip>
      )}
      {last?.state === 'refused' && (
        <Chip tone="warn" icon="bed">
          {t('exam.admission.refused', { to: last.department })}
        </Chip>
      )}
      {last?.state === 'asked' && can('ward.admit') && (
        <Button onClick={() => setOpen('withdraw')}>{t('exam.admission.withdraw')}</Button>
      )}
      {last?.state !== 'asked' && can('ward.admit') && !over && (
        <Button icon="bed" onClick={() => setOpen('ask')}>
          {t('exam.admission.ask')}
        </Button>
      )}
      {open === 'ask' && <AskDialog view={view} admission={data} path={path} onClose={close} />}
      {open === 'withdraw' && last && (
        <ReasonDialog
          title={t('exam.admission.withdraw')}
          act={t('exam.admission.withdraw')}
          least={5}
          refresh={refresh}
          run={(reason, act) => api.post(`/api/ward/asked/${last.id}/withdraw`, { reason }, act)}
          onClose={close}
        />
      )}
    </>
  )
}

interface AskProps {
  readonly view: ExamView
  readonly admission: Admission
  readonly path: string
  readonly onClose: () => void
}

/** To which ward and why; the diagnosis, or else what the patient came for, stands there already. */
function AskDialog({ view, admission, path, onClose }: AskProps) {
  const { departments, last } = admission
  const [first] = view.diagnoses.diagnoses
  const [departmentId, setDepartment] = useState<string>()
  const [reason, setReason] = useState(first ? (first.text ?? first.name) : (view.values.reason ?? ''))
  const [urgent, setUrgent] = useState(false)
  const ask = useCommand((body: object, act) => api.post(path, body, act), { refresh, done: onClose })
  const lacking = departmentId && reason.trim().length >= 5 ? undefined : t('exam.admission.fill')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('exam.admission.title')}
      actions={
        <Button
          kind="primary"
          icon="bed"
          busy={ask.busy}
          disabledBecause={lacking}
          onClick={() => void ask.run({ departmentId, reason, urgent })}
        >
          {t('exam.admission.send')}
        </Button>
      }
    >
      <Stack>
        {ask.error && <Failure error={ask.error} />}
        {last?.state === 'refused' && (
          <Alert level="warning" title={t('exam.admission.refused', { to: last.department })}>
            {[last.why, last.by].filter(Boolean).join(' · ')}
          </Alert>
        )}
        <SelectField
          label={t('exam.admission.to')}
          value={departmentId}
          onChange={setDepartment}
          options={departments.map(({ id, name, free }) => ({
            value: id,
            label: t('exam.admission.free', { name, free }),
          }))}
        />
        <TextField label={t('exam.admission.reason')} value={reason} onChange={setReason} maxLength={300} />
        <Checkbox label={t('exam.admission.urgent')} checked={urgent} onChange={setUrgent} />
      </Stack>
    </Dialog>
  )
}
