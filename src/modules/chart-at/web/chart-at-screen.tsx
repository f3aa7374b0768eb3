import { useState } from 'react'
import {
  Alert,
  Button,
  Chip,
  DateField,
  Empty,
  Failure,
  FieldGrid,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useParams,
} from '#web/kit/index.ts'
import type { ChartAt } from '../contract.ts'

interface Asked {
  readonly time: string
  readonly user?: string
}

/** What stood in a record at a time, and what one person could see of it then. */
export default function ChartAtScreen() {
  const { id = '' } = useParams()
  const [asked, ask] = useState<Asked | undefined>(undefined)
  return (
    <Page head={<PageHead title={t('chart-at.title')} />}>
      <Stack>
        <Question ask={ask} />
        {asked && <Answer recordId={id} asked={asked} />}
      </Stack>
    </Page>
  )
}

function Question({ ask }: { readonly ask: (asked: Asked) => void }) {
  const [day, setDay] = useState<string | undefined>(undefined)
  const [hour, setHour] = useState('')
  const [user, setUser] = useState('')
  const clock = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(hour.trim())
  return (
    <Panel pad>
      <Stack>
        <FieldGrid columns={3}>
          <DateField label={t('chart-at.day')} required value={day} onChange={setDay} />
          <TextField label={t('chart-at.hour')} required figures value={hour} onChange={setHour} maxLength={8} />
          <TextField label={t('chart-at.user')} value={user} onChange={setUser} maxLength={80} />
        </FieldGrid>
        <div>
          <Button
            kind="primary"
            icon="history"
            disabledBecause={day && clock ? undefined : t('chart-at.hour')}
            onClick={() =>
              ask({ time: `${day}T${hour.trim()}+07:00`, ...(user.trim() ? { user: user.trim() } : {}) })
            }
          >
            {t('chart-at.show')}
          </Button>
        </div>
      </Stack>
    </Panel>
  )
}

function Answer({ recordId, asked }: { readonly recordId: string; readonly asked: Asked }) {
  const chart = useApi<ChartAt>(`/api/records/${recordId}/at`, { ...asked })
  if (chart.isPending) return <Loading rows={10} />
  if (chart.isError) return <Failure error={chart.error} retry={chart.refetch} />
  const { person, facts, withheld, hash, agrees, at } = chart.data
  return (
    <>
      {agrees ? (
        <Alert level="note" title={t('chart-at.agrees', { hash: hash.slice(0, 16) })} />
      ) : (
        <Alert level="stop" title={t('chart-at.differs')} />
      )}
      {person && !person.mayRead && <Alert level="warning" title={t('chart-at.noRight')} />}
      {withheld > 0 && <Alert level="note" title={t('chart-at.withheld', { count: withheld })} />}
      <Panel
        title={formatDateTime(at)}
        count={facts.length}
        note={person && t('chart-at.roles', { roles: person.roles.join(', ') })}
      >
        {facts.length === 0 && <Empty>{t('chart-at.empty')}</Empty>}
        {facts.map((one) => (
          <Row
            key={`${one.type}/${one.id}`}
            title={
              <>
                {one.what || one.type} <b>{one.value}</b>
              </>
            }
            detail={t('chart-at.version', { version: one.version, time: formatDateTime(one.recordedAt) })}
            aside={
              one.openedAt ? (
                <Chip tone="ok" icon="eye">
                  {t('chart-at.opened', { time: formatDateTime(one.openedAt) })}
                </Chip>
              ) : (
                <span className="lo-dense lo-ink2">{one.status}</span>
              )
            }
          />
        ))}
      </Panel>
    </>
  )
}
