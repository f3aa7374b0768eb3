import { useState } from 'react'
import {
  Alert,
  ApiError,
  api,
  Button,
  Chip,
  formatTimeSeconds,
  refresh,
  t,
  toApiError,
  useGo,
  useShortcuts,
} from '#web/kit/index.ts'
import type { Prescription, PrescriptionWork } from '#web/kit/prescription/index.ts'
import type { ConcludedView, ExamView } from '../contract.ts'
import type { Missing, Place } from '../domain/conclusion.ts'
import { AdmissionPart } from './admission.tsx'
import { goToPlace } from './places.ts'
import type { ExamWork } from './use-exam.ts'

interface BarProps {
  readonly view: ExamView
  readonly work: ExamWork
  readonly prescription: PrescriptionWork
}

interface Running {
  readonly busy: boolean
  readonly error?: ApiError | undefined
  readonly missing: readonly Missing[]
}

/** What is missing, each a button to its place; F8 goes from one to the next. */
function MissingList({ missing }: { readonly missing: readonly Missing[] }) {
  const [at, setAt] = useState(0)
  const visit = (index: number) => {
    const one = missing[index % missing.length]
    setAt(index + 1)
    if (one) goToPlace(one.place as Place)
  }
  useShortcuts([{ keys: 'f8', label: t('exam.keys.nextMissing'), run: () => visit(at) }])
  return (
    <div className="ex-missing" role="status">
      <b>{t('exam.missing.title', { count: missing.length })}</b>
      {missing.map((one, index) => (
        <Button key={one.why} size="sm" onClick={() => visit(index)}>
          {t(`exam.missing.${one.why}`)}
        </Button>
      ))}
    </div>
  )
}

function SaveState({ work, view }: { readonly work: ExamWork; readonly view: ExamView }) {
  if (view.status === 'completed')
    return (
      <Chip tone="ok" icon="check">
        {t('exam.concluded')}
      </Chip>
    )
  const { kind, at } = work.draft.status
  const words = work.error
    ? kind === 'saved' || kind === 'device'
      ? t('exam.save.onDevice', { time: formatTimeSeconds(at) })
      : work.error.title
    : work.dirty
      ? t('exam.save.waiting')
      : work.savedAt
        ? t('exam.save.saved', { time: formatTimeSeconds(work.savedAt) })
        : t('exam.save.empty')
  return (
    <span role="status" className="lo-inline" style={{ gap: 8 }}>
      <Chip tone="dashed" icon="pen">
        {t('exam.draft')}
      </Chip>
      <span className={`lo-dense ${work.error ? 'lo-warn' : 'lo-ink2'}`}>{words}</span>
    </span>
  )
}

/** What the record lacks, apart from the prescription that concluding issues itself. */
async function missingNow(path: string): Promise<readonly Missing[]> {
  const { missing } = await api.get<ExamView>(`${path}/exam`)
  return missing.filter((one) => one.why !== 'prescriptionDraft')
}

/** Said at the foot of the screen; the fault itself stands at its place. */
function notReady(key: string): ApiError {
  return new ApiError({ code: key, title: t(key) })
}

/**
 * Concludes: the prescription is issued, the examination closed, the papers laid out, and the panel opened in
 * which the doctor sees and signs exactly them.
 */
async function concludeVisit({ view, work, prescription }: BarProps): Promise<string> {
  const { encounterId } = view
  const path = `/api/encounters/${encounterId}`
  if (view.status !== 'completed') {
    const version = await work.flush()
    if (version === undefined && work.version === null) throw notReady('exam.save.notYet')
    // A prescription that is out never changes: nothing is issued while the record still lacks something.
    if ((await missingNow(path)).length > 0) throw notReady('exam.incomplete')
    const draft = await prescription.flush()
    const ready = draft && draft.lines.length > 0 ? await prescription.issue() : draft
    if (!ready) throw notReady('exam.rx.notIssued')
    await api.post<ConcludedView>(`${path}/conclude`, { version: version ?? work.version })
  }
  const record = await api.post<{ id: string }>('/api/documents/prepare', { form: '15/BV1', encounterId })
  const { issued } = await api.get<Prescription>(`${path}/prescription`)
  for (const one of issued.filter((each) => each.state === 'active'))
    await api.post('/api/documents/prepare', { form: 'TT26', encounterId, about: one.code })
  return record.id
}

function showPlace(place: string | undefined): void {
  if (place) goToPlace(place as Place)
}

export function ConcludeBar(props: BarProps) {
  const { view, work } = props
  const go = useGo()
  const path = `/api/encounters/${view.encounterId}`
  const [state, setState] = useState<Running>({ busy: false, missing: [] })
  async function conclude(): Promise<void> {
    if (state.busy) return
    setState({ busy: true, missing: [] })
    try {
      const paper = await concludeVisit(props)
      setState({ busy: false, missing: [] })
      void refresh(path, '/api/documents', '/api/signing')
      go(`/signing?paper=${paper}&visit=${view.encounterId}`)
    } catch (thrown) {
      const error = toApiError(thrown)
      const missing = error.code === 'exam.incomplete' ? await missingNow(path) : []
      setState({ busy: false, error: missing.length > 0 ? undefined : error, missing })
      void refresh(`${path}/exam`)
      showPlace(missing[0]?.place ?? (error.code === 'exam.rx.notIssued' ? 'prescription' : undefined))
    }
  }
  async function reopen(): Promise<void> {
    try {
      await api.post(`${path}/exam/reopen`, { reason: t('exam.reopenReason') })
      await refresh(`${path}/exam`)
    } catch (thrown) {
      setState({ busy: false, missing: [], error: toApiError(thrown) })
    }
  }
  const over = view.visitStatus === 'finished' || view.recordState !== 'open'
  useShortcuts(
    [
      { keys: 'mod+enter', label: t('exam.conclude'), run: () => void conclude() },
      { keys: 'mod+s', label: t('exam.keys.save'), run: () => void work.flush() },
    ],
    { enabled: !over },
  )
  return (
    <>
      {state.error && (
        <div className="ex-foot-alert">
          <Alert
            level="warning"
            title={state.error.title}
            action={
              <Button size="sm" onClick={() => setState({ busy: false, missing: [] })}>
                {t('exam.understood')}
              </Button>
            }
          />
        </div>
      )}
      {state.missing.length > 0 && <MissingList missing={state.missing} />}
      <span style={{ marginRight: 'auto' }}>
        {over ? (
          <Chip tone="quiet" icon="lock">
            {t('exam.locked.ended')}
          </Chip>
        ) : (
          <SaveState work={work} view={view} />
        )}
      </span>
      <AdmissionPart view={view} over={over} />
      {view.pendingOrders > 0 && !over && (
        <Chip tone="warn" icon="flask">
          {t('exam.pendingOrders', { count: view.pendingOrders })}
        </Chip>
      )}
      {view.status === 'completed' && (
        <Button icon="folder" onClick={() => go(`/records/${view.encounterId}`)}>
          {t('exam.toRecord')}
        </Button>
      )}
      {view.status === 'completed' && !over && (
        <Button icon="edit" onClick={() => void reopen()}>
          {t('exam.reopen')}
        </Button>
      )}
      {!over && (
        <Button kind="primary" icon="sign" keyHint="Ctrl Enter" busy={state.busy} onClick={() => void conclude()}>
          {t(view.status === 'completed' ? 'exam.signPapers' : 'exam.conclude')}
        </Button>
      )}
    </>
  )
}
