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
  PatientFrame,
  Stack,
  TextField,
  t,
  useApi,
  useParams,
} from '#web/kit/index.ts'
import type { ChartAt } from '../contract.ts'
import { FactGroups } from './fact-groups.tsx'

interface Asked {
  readonly time: string
  readonly user?: string
}

interface Told {
  readonly row: { readonly patientId: string; readonly number: string }
}

/** What stood in a record at a time, and what one person could see of it then. */
export default function ChartAtScreen() {
  const { id = '' } = useParams()
  const record = useApi<Told>(`/api/records/${id}`)
  const [asked, ask] = useState<Asked | undefined>(undefined)
  if (record.isPending) return <Loading rows={10} />
  if (record.isError) return <Failure error={record.error} retry={record.refetch} />
  const { patientId, number } = record.data.row
  return (
    <PatientFrame patientId={patientId} encounterId={id} past={asked !== undefined}>
      <Page head={<PageHead title={t('chart-at.title')} note={t('chart-at.record', { number })} />}>
        <Stack>
          <Question ask={ask} />
          {asked && <Answer recordId={id} asked={asked} />}
        </Stack>
      </Page>
    </PatientFrame>
  )
}

function Question({ ask }: { readonly ask: (asked: Asked) => void }) {
  const [day, setDay] = useState<string | undefined>(undefined)
  const [hour, setHour] = useState('')
  const [user, setUser] = useState('')
  const clock = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(hour.trim())
  const show = () => {
    if (!day || !clock) return
    const typed = hour.trim()
    const time = `${day}T${/^\d:/.test(typed) ? `0${typed}` : typed}+07:00`
    ask({ time, ...(user.trim() ? { user: user.trim() } : {}) })
  }
  return (
    <Panel pad>
      <Stack>
        <p className="lo-ink2">{t('chart-at.hint')}</p>
        <FieldGrid columns={3}>
          <DateField label={t('chart-at.day')} required value={day} onChange={setDay} />
          <TextField
            label={t('chart-at.hour')}
            hint={t('chart-at.hourHint')}
            required
            figures
            value={hour}
            onChange={setHour}
            onEnter={show}
            maxLength={8}
          />
          <TextField
            label={t('chart-at.user')}
            hint={t('chart-at.userHint')}
            value={user}
            onChange={setUser}
            onEnter={show}
            maxLength={80}
          />
        </FieldGrid>
        <div>
          <Button
            kind="primary"
            icon="history"
            disabledBecause={day && clock ? undefined : t('chart-at.hourHint')}
            onClick={show}
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
  const time = formatDateTime(at)
  return (
    <>
      <div>
        <Chip tone="plum" icon="history">
          {person ? t('chart-at.pastBy', { user: person.userName, time }) : t('chart-at.past', { time })}
        </Chip>
      </div>
      {person && <p className="lo-ink2">{t('chart-at.roles', { roles: person.roles.join(', ') || '–' })}</p>}
      {person && !person.mayRead && <Alert level="warning" title={t('chart-at.noRight')} />}
      {withheld > 0 && <Alert level="note" title={t('chart-at.withheld', { count: withheld })} />}
      <Alert level={agrees ? 'note' : 'stop'} title={t(agrees ? 'chart-at.agrees' : 'chart-at.differs')}>
        <span className="lo-num lo-dense" style={{ overflowWrap: 'anywhere' }}>
          {t('chart-at.hash', { hash })}
        </span>
      </Alert>
      {facts.length === 0 && (
        <Panel>
          <Empty>{t('chart-at.empty')}</Empty>
        </Panel>
      )}
      <FactGroups facts={facts} />
    </>
  )
}
