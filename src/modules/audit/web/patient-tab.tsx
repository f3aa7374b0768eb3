import { useState } from 'react'
import {
  type Column,
  Empty,
  Failure,
  formatDateTime,
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
import type { Seer, WhoSaw } from '../contract.ts'
import { actsText } from './acts-text.ts'
import { usePeriod } from './period.tsx'
import { Who } from './who.tsx'

/** Everybody who touched one patient's data, the latest first. */
export function PatientTab() {
  const [patient, setPatient] = useSearchParam('patient')
  const [typed, setTyped] = useState(patient ?? '')
  // Every question is an event of the journal itself.
  const asked = useSettled(patient ?? '')
  const period = usePeriod()
  return (
    <Stack>
      <Inline wrap>
        <TextField
          label={t('audit.patient.mrn')}
          hideLabel
          placeholder={t('audit.patient.mrn')}
          value={typed}
          onChange={(text) => {
            setTyped(text)
            setPatient(text.trim() || undefined)
          }}
          maxLength={64}
        />
        {period.fields}
      </Inline>
      {asked && patient ? (
        <People patient={asked} query={period.query} />
      ) : (
        <Empty>{t('audit.patient.choose')}</Empty>
      )}
    </Stack>
  )
}

interface PeopleProps {
  readonly patient: string
  readonly query: Readonly<Record<string, string>>
}

function People({ patient, query }: PeopleProps) {
  const saw = useApi<WhoSaw>(`/api/audit/patients/${encodeURIComponent(patient)}`, query, { keepPrevious: true })
  if (saw.isPending) return <Loading rows={8} />
  if (saw.isError) return <Failure error={saw.error} retry={saw.refetch} />
  const { patientName, mrn, people } = saw.data
  return (
    <Panel title={`${patientName} · ${mrn}`} count={people.length}>
      <Table<Seer>
        label={t('audit.tab.patient')}
        columns={columns()}
        rows={people}
        rowKey={(one) => one.actor}
        empty={<Empty>{t('audit.people.none')}</Empty>}
      />
    </Panel>
  )
}

const columns = (): readonly Column<Seer>[] => [
  {
    key: 'last',
    head: t('audit.people.column.last'),
    width: 170,
    onPhone: 'aside',
    cell: (one) => <Num>{formatDateTime(one.last)}</Num>,
  },
  { key: 'who', head: t('audit.column.who'), onPhone: 'main', cell: (one) => <Who who={one} /> },
  { key: 'acts', head: t('audit.people.column.acts'), onPhone: 'line', cell: (one) => actsText(one.acts) },
  {
    key: 'first',
    head: t('audit.people.column.first'),
    width: 170,
    hideOn: 'tablet',
    cell: (one) => <Num>{formatDateTime(one.first)}</Num>,
  },
]
