import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  type Column,
  can,
  Empty,
  Failure,
  formatDay,
  formatMrn,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  ReasonDialog,
  Row,
  SearchPicker,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { RepresentativeView } from '../contract.ts'
import { LabelsPanel } from './labels-panel.tsx'
import { RefusalsPanel } from './refusals-panel.tsx'
import { RepresentativeDialog } from './representative-dialog.tsx'

interface Person {
  readonly id: string
  readonly name: string
  readonly mrn?: string
  readonly birthDate?: string
}

const facts = ({ mrn, birthDate }: Person) =>
  [mrn && formatMrn(mrn), birthDate && formatDay(birthDate)].filter(Boolean).join(' · ')

/** Who speaks for a patient: a parent for a child, a guardian for a ward. */
export default function RepresentativesScreen() {
  const [person, choose] = useState<Person | undefined>(undefined)
  return (
    <Page head={<PageHead title={t('access.represent.title')} />}>
      <Stack>
        <Panel label={t('access.represent.find')} pad={!person}>
          {person ? (
            <Row
              icon="user"
              title={<b>{person.name}</b>}
              detail={facts(person)}
              aside={
                <Button size="sm" onClick={() => choose(undefined)}>
                  {t('access.represent.another')}
                </Button>
              }
            />
          ) : (
            <SearchPicker<Person>
              label={t('access.represent.find')}
              placeholder={t('access.represent.findPlaceholder')}
              minLength={2}
              autoFocus
              search={async (q, signal) =>
                (await api.get<{ patients: readonly Person[] }>('/api/patients', { q }, { signal })).patients
              }
              row={(one) => ({ key: one.id, title: one.name, note: facts(one) })}
              onPick={choose}
            />
          )}
        </Panel>
        {person && <OfPatient person={person} />}
        {person && can('access.protect') && <LabelsPanel patientId={person.id} />}
        {person && <RefusalsPanel patientId={person.id} />}
      </Stack>
    </Page>
  )
}

function OfPatient({ person }: { readonly person: Person }) {
  const [adding, add] = useState(false)
  const [ending, end] = useState<RepresentativeView | undefined>(undefined)
  const found = useApi<readonly RepresentativeView[]>('/api/access/representatives', { patient: person.id })
  if (found.isPending) return <Loading rows={3} />
  if (found.isError) return <Failure error={found.error} retry={found.refetch} />
  return (
    <Panel
      title={t('access.represent.title')}
      actions={
        <Button kind="primary" size="sm" onClick={() => add(true)}>
          {t('access.represent.add')}
        </Button>
      }
    >
      <Table<RepresentativeView>
        label={t('access.represent.title')}
        columns={columns(end)}
        rows={found.data}
        rowKey={({ userName }) => userName}
        empty={<Empty>{t('access.represent.none')}</Empty>}
      />
      {adding && <RepresentativeDialog patientId={person.id} onClose={() => add(false)} />}
      {ending && (
        <ReasonDialog
          title={`${ending.name}: ${person.name}`}
          act={t('access.represent.end')}
          label={t('access.represent.endReason')}
          refresh={['/api/access/representatives']}
          run={(reason, act) =>
            api.post(
              '/api/access/representatives/end',
              { userName: ending.userName, patientId: person.id, reason },
              act,
            )
          }
          onClose={() => end(undefined)}
        />
      )}
    </Panel>
  )
}

const columns = (end: (one: RepresentativeView) => void): readonly Column<RepresentativeView>[] => [
  {
    key: 'who',
    head: t('access.represent.who'),
    onPhone: 'main',
    cell: (one) => (
      <>
        <b>{one.name}</b>
        <div className="lo-dense lo-ink3">{one.userName}</div>
      </>
    ),
  },
  { key: 'relation', head: t('access.represent.relation'), onPhone: 'line', cell: (one) => one.relation },
  { key: 'document', head: t('access.represent.document'), onPhone: 'line', cell: (one) => one.document },
  {
    key: 'days',
    head: t('access.represent.since'),
    width: 190,
    onPhone: 'line',
    cell: (one) => <Num>{`${formatDay(one.since)} – ${one.until ? formatDay(one.until) : ''}`}</Num>,
  },
  { key: 'notedBy', head: t('access.represent.notedBy'), onPhone: 'line', cell: (one) => one.notedBy },
  {
    key: 'state',
    head: t('access.represent.state'),
    width: 220,
    onPhone: 'aside',
    cell: (one) =>
      one.holds ? (
        <>
          <Chip tone="ok">{t('access.represent.holds')}</Chip>{' '}
          <Button size="sm" onClick={() => end(one)}>
            {t('access.represent.end')}
          </Button>
        </>
      ) : (
        <Chip>{t('access.represent.over')}</Chip>
      ),
  },
]
