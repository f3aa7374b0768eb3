import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Columns,
  Empty,
  Failure,
  LinkTo,
  Page,
  Panel,
  Row,
  SearchPicker,
  Stack,
  StayFrame,
  TextField,
  t,
  useApi,
  useCommand,
  useGo,
  useParams,
  useStay,
} from '#web/kit/index.ts'
import type { Disposition, Lacks } from '../contract.ts'

interface Code {
  readonly code: string
  readonly name: string
  readonly selectable: boolean
}

/** How the stay ends, its last diagnosis, and the papers that its record still lacks. */
export default function DischargeScreen() {
  const { id = '' } = useParams()
  return (
    <StayFrame encounterId={id} tab="overview">
      <Discharge encounterId={id} />
    </StayFrame>
  )
}

const ends = ['home', 'against-advice', 'transfer-out', 'death'] as const

function Discharge({ encounterId }: { readonly encounterId: string }) {
  const go = useGo()
  const stay = useStay()
  const [disposition, setDisposition] = useState<Disposition>('home')
  const [diagnosis, setDiagnosis] = useState<{ code: string; text: string }>()
  const [note, setNote] = useState('')
  const lacks = useApi<Lacks>(`/api/stays/${encounterId}/lacks`, { disposition })
  const end = useCommand((body: object, act) => api.post(`/api/stays/${encounterId}/discharge`, body, act), {
    refresh: ['/api/ward', '/api/stays', '/api/records'],
    done: () => toPapers(),
  })
  const closing = useCommand((_: true, act) => api.post(`/api/encounters/${encounterId}/closing`, {}, act), {
    refresh: ['/api/encounters', '/api/fills'],
  })
  async function toPapers(): Promise<void> {
    await closing.run(true)
    go(`/stay/${encounterId}/closing`)
  }
  const diagnosed = diagnosis !== undefined || lacks.data?.diagnosed === true
  const body = { disposition, ...(diagnosis ? { diagnosis } : {}), ...(note.trim() ? { note: note.trim() } : {}) }
  const lacking = stay?.leftAt ? t('ward.discharge.over') : diagnosed ? undefined : t('ward.discharge.noDiagnosis')
  return (
    <Page
      footer={
        <Button
          kind="primary"
          icon="door"
          busy={end.busy || closing.busy}
          disabledBecause={lacking}
          onClick={() => void end.run(body)}
        >
          {t(`ward.discharge.do.${disposition}`)}
        </Button>
      }
    >
      <Columns
        main={
          <Panel title={t('ward.discharge.title')} pad>
            <Stack>
              {end.error && <Failure error={end.error} />}
              <Choice
                label={t('ward.discharge.how')}
                value={disposition}
                onChange={setDisposition}
                options={ends.map((value) => ({ value, label: t(`ward.disposition.${value}`) }))}
              />
              <SearchPicker<Code>
                label={t('ward.discharge.diagnosis')}
                hint={stay?.diagnosis && t('ward.discharge.written', { text: stay.diagnosis.text })}
                placeholder={t('ward.discharge.search')}
                minLength={2}
                keep
                search={async (q, signal) =>
                  (
                    await api.get<{ items: Code[] }>(
                      '/api/terminology/search',
                      { system: 'icd10', q, limit: 12 },
                      { signal },
                    )
                  ).items
                }
                row={(one) => ({ key: one.code, code: one.code, title: one.name, muted: !one.selectable })}
                onPick={(one) => setDiagnosis({ code: one.code, text: one.name })}
              />
              <TextField label={t('ward.discharge.note')} value={note} onChange={setNote} maxLength={500} />
            </Stack>
          </Panel>
        }
        side={<Missing encounterId={encounterId} lacks={lacks.data} />}
        sideWidth={380}
      />
    </Page>
  )
}

/** What the record lacks; the patient may go before it is written, the record is not completed without it. */
function Missing({ encounterId, lacks }: { readonly encounterId: string; readonly lacks: Lacks | undefined }) {
  const missing = lacks?.missing ?? []
  const go = useGo()
  return (
    <Panel
      title={t('ward.discharge.missing')}
      {...(lacks ? { count: missing.length } : {})}
      actions={<LinkTo to={`/encounters/${encounterId}/forms`}>{t('ward.discharge.forms')}</LinkTo>}
    >
      {missing.length > 0 && <Alert level="note" title={t('ward.discharge.mayGo')} />}
      {lacks && missing.length === 0 && <Empty>{t('ward.discharge.whole')}</Empty>}
      {missing.map((one) => (
        <Row
          key={`${one.text} ${one.name} ${one.who ?? ''}`}
          icon="documentMissing"
          title={t(`records.missing.${one.text}`, { name: one.name })}
          detail={one.who}
          {...opened(wayTo(one, encounterId), go)}
        />
      ))}
    </Panel>
  )
}

/** Where what lacks is done; the diagnosis is written on this very screen. */
function wayTo({ place, target, text }: Lacks['missing'][number], encounterId: string): string | undefined {
  if (place === 'laboratory' && target) return `/laboratory/${encodeURIComponent(target)}`
  if (place !== 'documents') return undefined
  if (target) return `/documents/${target}`
  return text.startsWith('form') ? `/encounters/${encounterId}/forms` : `/stay/${encounterId}/closing`
}

const opened = (way: string | undefined, go: (path: string) => void) => (way ? { onOpen: () => go(way) } : {})
