import { useState } from 'react'
import {
  ApiError,
  api,
  Button,
  DateField,
  Empty,
  Failure,
  Inline,
  Loading,
  Panel,
  SelectField,
  Stack,
  Table,
  TextField,
  t,
  useApi,
  useSearchParam,
  useSettled,
} from '#web/kit/index.ts'
import type { AuditPage, AuditRow } from '../contract.ts'
import { knownActions } from './acts-text.ts'
import { auditColumns } from './audit-columns.tsx'

/** Every event, newest first; by patient, account, action and day. */
export function JournalTab() {
  const [patient, setPatient] = useSearchParam('patient')
  const [actor, setActor] = useState('')
  // Every question is an event of the journal itself.
  const asked = useSettled(actor.trim())
  const [action, setAction] = useState<string | undefined>(undefined)
  const [from, setFrom] = useState<string | undefined>(undefined)
  const [to, setTo] = useState<string | undefined>(undefined)
  const query = {
    ...(patient ? { patient } : {}),
    ...(asked ? { actor: asked } : {}),
    ...(action ? { action } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
  const first = useApi<AuditPage>('/api/audit', query, { keepPrevious: true })
  const more = useMore(first.data, query)
  const rows = [...(first.data?.rows ?? []), ...more.rows]
  return (
    <Stack>
      <Inline wrap>
        {patient && (
          <Button size="sm" icon="close" onClick={() => setPatient(undefined)}>
            {rows[0]?.patientName ?? t('audit.filter.patient')}
          </Button>
        )}
        <TextField
          label={t('audit.filter.actor')}
          hideLabel
          placeholder={t('audit.filter.actor')}
          value={actor}
          onChange={setActor}
        />
        <SelectField
          label={t('audit.filter.action')}
          hideLabel
          placeholder={t('audit.filter.anyAction')}
          value={action}
          onChange={setAction}
          options={knownActions.map((value) => ({ value, label: t(`audit.action.${value}`) }))}
        />
        <DateField label={t('audit.filter.from')} hideLabel value={from} onChange={setFrom} />
        <DateField label={t('audit.filter.to')} hideLabel value={to} onChange={setTo} />
      </Inline>
      <Panel
        label={t('audit.title')}
        footer={
          more.next && (
            <Button busy={more.busy} onClick={more.load}>
              {t('audit.more')}
            </Button>
          )
        }
      >
        {first.isPending && <Loading rows={14} />}
        {first.isError && <Failure error={first.error} retry={first.refetch} />}
        {more.error && <Failure error={more.error} retry={more.load} />}
        {first.data && (
          <Table<AuditRow>
            label={t('audit.title')}
            columns={auditColumns((id) => setPatient(id))}
            rows={rows}
            rowKey={(row) => row.id}
            rowTone={(row) => (row.outcome === 'success' ? undefined : 'warn')}
            empty={<Empty>{t('audit.empty')}</Empty>}
          />
        )}
      </Panel>
    </Stack>
  )
}

interface More {
  readonly of: string
  readonly rows: readonly AuditRow[]
  readonly next: string | undefined
}

/** Further pages below the first; another question starts anew. */
function useMore(first: AuditPage | undefined, query: Readonly<Record<string, string>>) {
  const of = JSON.stringify([query, first?.rows[0]?.id])
  const [more, setMore] = useState<More>({ of: '', rows: [], next: undefined })
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ readonly of: string; readonly error: ApiError } | undefined>(undefined)
  const current = more.of === of ? more : { of, rows: [], next: first?.next }
  async function load(): Promise<void> {
    setBusy(true)
    setFailed(undefined)
    try {
      const page = await api.get<AuditPage>('/api/audit', { ...query, cursor: current.next ?? '' })
      setMore({ of, rows: [...current.rows, ...page.rows], next: page.next })
    } catch (thrown) {
      if (thrown instanceof ApiError) setFailed({ of, error: thrown })
    } finally {
      setBusy(false)
    }
  }
  const error = failed?.of === of ? failed.error : undefined
  return { rows: current.rows, next: current.next, busy, error, load: () => void load() }
}
