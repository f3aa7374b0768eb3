import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Failure,
  formatDay,
  formatNumber,
  Loading,
  Panel,
  Stack,
  Table,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { AskBody } from '../contract.ts'

interface NeedLine {
  readonly drugCode: string
  readonly name: string
  readonly unit: string
  readonly controlled: boolean
  readonly patients: number
  readonly doses: number
  readonly needed: string
  readonly held: string
  readonly ask: string
}

interface Needs {
  readonly day: string
  readonly lines: readonly NeedLine[]
  readonly unclear: readonly { readonly name: string; readonly doses: number }[]
  readonly notUsed: readonly {
    readonly drugCode: string
    readonly name: string
    readonly unit: string
    readonly units: string
  }[]
}

/** What tomorrow's doses need, less what is held: from here it is asked of the pharmacy. */
export function NeedsPanel({ place, onAsked }: { readonly place: string; readonly onAsked: () => void }) {
  const needs = useApi<Needs>('/api/ward/medicines/needs', { department: place })
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({})
  const command = useCommand((body: AskBody, act) => api.post('/api/ward-stock/requisitions', body, act), {
    refresh: ['/api/ward-stock'],
    done: onAsked,
  })
  if (needs.isPending) return <Loading rows={8} />
  if (needs.isError) return <Failure error={needs.error} retry={needs.refetch} />
  const { day, lines, unclear, notUsed } = needs.data
  const asked = (line: NeedLine) => (changed[line.drugCode] ?? line.ask).replace(',', '.')
  const wanted = lines
    .map((line) => ({ drugCode: line.drugCode, quantity: asked(line) }))
    .filter((line) => Number(line.quantity) > 0)
  return (
    <Stack>
      {command.error && <Alert level="warning" title={command.error.title} />}
      <Panel
        title={t('wardStock.needs.title', { day: formatDay(day) })}
        count={lines.length}
        actions={
          can('wardStock.move') && (
            <Button
              kind="primary"
              icon="send"
              busy={command.busy}
              disabledBecause={wanted.length === 0 ? t('wardStock.needs.nothing') : undefined}
              onClick={() => void command.run({ id: uuidv7(), place, forDay: day, lines: wanted })}
            >
              {t('wardStock.needs.ask', { count: wanted.length })}
            </Button>
          )
        }
      >
        <Table<NeedLine>
          label={t('wardStock.tab.needs')}
          rows={lines}
          rowKey={(line) => line.drugCode}
          empty={t('wardStock.needs.empty')}
          columns={[
            {
              key: 'name',
              head: t('wardStock.drug'),
              onPhone: 'main',
              cell: (line) => (
                <>
                  {line.name} {line.controlled && <Chip tone="plum">{t('wardStock.ownPaper')}</Chip>}
                </>
              ),
            },
            {
              key: 'patients',
              head: t('wardStock.needs.patients'),
              align: 'right',
              cell: (line) => line.patients,
              onPhone: 'line',
            },
            {
              key: 'doses',
              head: t('wardStock.needs.doses'),
              align: 'right',
              cell: (line) => line.doses,
              onPhone: 'line',
            },
            {
              key: 'needed',
              head: t('wardStock.needs.needed'),
              align: 'right',
              cell: (line) => `${formatNumber(line.needed)} ${line.unit}`,
              onPhone: 'line',
            },
            {
              key: 'held',
              head: t('wardStock.needs.held'),
              align: 'right',
              cell: (line) => formatNumber(line.held),
              onPhone: 'line',
            },
            {
              key: 'ask',
              head: t('wardStock.needs.asked'),
              align: 'right',
              width: 120,
              onPhone: 'aside',
              cell: (line) => (
                <TextField
                  label={`${t('wardStock.needs.asked')} ${line.name}`}
                  hideLabel
                  figures
                  value={changed[line.drugCode] ?? line.ask}
                  onChange={(text) => setChanged({ ...changed, [line.drugCode]: text })}
                />
              ),
            },
          ]}
        />
      </Panel>
      {unclear.length > 0 && (
        <Alert level="warning" title={t('wardStock.needs.unclear')}>
          {unclear.map((one) => `${one.name} (${one.doses})`).join(', ')}
        </Alert>
      )}
      {notUsed.length > 0 && (
        <Alert level="note" title={t('wardStock.needs.notUsed')}>
          {notUsed.map((one) => `${one.name}: ${formatNumber(one.units)} ${one.unit}`).join(', ')}
        </Alert>
      )}
    </Stack>
  )
}
