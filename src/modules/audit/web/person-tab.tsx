import { useState } from 'react'
import {
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatMrn,
  Inline,
  Loading,
  Num,
  Panel,
  Stack,
  Table,
  TextField,
  t,
  useApi,
  useSearchParam,
  useSettled,
} from '#web/kit/index.ts'
import type { WorkOf } from '../contract.ts'
import { actsText } from './acts-text.ts'
import { usePeriod } from './period.tsx'

type Touched = WorkOf['patients'][number]

/** What one person or program did, by kind of act and by patient. */
export function PersonTab() {
  const [actor, setActor] = useSearchParam('actor')
  const [typed, setTyped] = useState(actor ?? '')
  // Every question is an event of the journal itself.
  const asked = useSettled(actor ?? '')
  const period = usePeriod()
  return (
    <Stack>
      <Inline wrap>
        <TextField
          label={t('audit.person.ask')}
          hideLabel
          placeholder={t('audit.person.ask')}
          value={typed}
          onChange={(text) => {
            setTyped(text)
            setActor(text.trim() || undefined)
          }}
          maxLength={80}
        />
        {period.fields}
      </Inline>
      {asked && actor ? <Work actor={asked} query={period.query} /> : <Empty>{t('audit.person.choose')}</Empty>}
    </Stack>
  )
}

function Work({ actor, query }: { readonly actor: string; readonly query: Readonly<Record<string, string>> }) {
  const work = useApi<WorkOf>(`/api/audit/people/${encodeURIComponent(actor)}`, query, { keepPrevious: true })
  if (work.isPending) return <Loading rows={8} />
  if (work.isError) return <Failure error={work.error} retry={work.refetch} />
  const { name, userName, acts, patients, from } = work.data
  const nothing = <Empty>{t('audit.person.none')}</Empty>
  return (
    <Stack>
      <Panel title={`${name} · ${userName}`} pad>
        <p className="lo-ink2">{t('audit.person.since', { day: formatDateTime(from) })}</p>
        {acts.length > 0 ? <p>{actsText(acts)}</p> : nothing}
      </Panel>
      <Panel title={t('audit.person.patients')} count={patients.length}>
        <Table<Touched>
          label={t('audit.person.patients')}
          columns={columns()}
          rows={patients}
          rowKey={(one) => one.id}
          empty={nothing}
        />
      </Panel>
    </Stack>
  )
}

const columns = (): readonly Column<Touched>[] => [
  {
    key: 'last',
    head: t('audit.people.column.last'),
    width: 170,
    onPhone: 'aside',
    cell: (one) => <Num>{formatDateTime(one.last)}</Num>,
  },
  {
    key: 'patient',
    head: t('audit.column.patient'),
    onPhone: 'main',
    cell: (one) => (
      <div>
        {one.name || one.id}
        <div className="lo-dense lo-ink2">
          <Num>{formatMrn(one.mrn || undefined)}</Num>
        </div>
      </div>
    ),
  },
  { key: 'acts', head: t('audit.people.column.acts'), onPhone: 'line', cell: (one) => actsText(one.acts) },
]
