import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  DateField,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  formatNumber,
  Inline,
  Loading,
  Panel,
  SecondPersonFields,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useSecondPerson,
} from '#web/kit/index.ts'
import type { RequisitionList, RequisitionView, SupplyBody } from '../contract.ts'

const path = '/api/ward-stock/requisitions'

/** Papers to the pharmacy: asked, supplied, taken in. */
export function RequisitionPanel({ place }: { readonly place: string }) {
  const list = useApi<RequisitionList>(path, { place }, { refreshSeconds: 60, background: true })
  if (list.isPending) return <Loading rows={6} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  if (list.data.requisitions.length === 0) return <Empty>{t('wardStock.requisition.empty')}</Empty>
  return (
    <Stack>
      {list.data.requisitions.map((one) => (
        <Requisition key={one.id} paper={one} />
      ))}
    </Stack>
  )
}

const tones = { asked: 'warn', supplied: 'accent', received: 'ok', cancelled: 'quiet' } as const

function Requisition({ paper }: { readonly paper: RequisitionView }) {
  return (
    <Panel
      title={t(paper.controlled ? 'wardStock.requisition.controlled' : 'wardStock.requisition.usual', {
        day: formatDay(paper.forDay),
      })}
      note={`${paper.askedBy} · ${formatDateTime(paper.askedAt)}`}
      actions={<Chip tone={tones[paper.status]}>{t(`wardStock.requisition.${paper.status}`)}</Chip>}
    >
      <ul className="stock-lines">
        {paper.lines.map((line) => (
          <li key={line.drugCode}>
            <b>{line.name}</b>
            <span className="lo-num">
              {formatNumber(line.asked)} {line.unit}
            </span>
            {line.supplied.map((one) => (
              <Chip key={one.lot}>
                {t('wardStock.lot', { lot: one.lot })} · {formatNumber(one.quantity)}
              </Chip>
            ))}
          </li>
        ))}
      </ul>
      {paper.status === 'asked' && can('wardStock.supply') && <Supply paper={paper} />}
      {paper.status === 'asked' && can('wardStock.move') && <Plain paper={paper} verb="cancel" />}
      {paper.status === 'supplied' && can('wardStock.move') && <Plain paper={paper} verb="receive" />}
    </Panel>
  )
}

/** Taking in, with the second person where the paper is of controlled medicines; or taking the paper back. */
function Plain({ paper, verb }: { readonly paper: RequisitionView; readonly verb: 'receive' | 'cancel' }) {
  const asks = verb === 'receive' && paper.controlled
  const person = useSecondPerson(`Organization/${paper.place}`, asks)
  const command = useCommand(
    async (_: string, act) => {
      const second = asks ? await person.ask() : undefined
      return api.post(`${path}/${paper.id}/${verb}`, second ? { secondPersonId: second } : {}, act)
    },
    { refresh: ['/api/ward-stock'] },
  )
  return (
    <div className="stock-act">
      {command.error && <Alert level="stop" title={command.error.title} />}
      <Inline wrap>
        {asks && <SecondPersonFields person={person} />}
        <Button
          busy={command.busy}
          disabledBecause={asks ? person.lacking : undefined}
          onClick={() => void command.run(JSON.stringify(person.given))}
        >
          {t(`wardStock.requisition.act.${verb}`)}
        </Button>
      </Inline>
    </div>
  )
}

interface SupplyRow {
  readonly lot: string
  readonly expiresOn?: string
  readonly quantity: string
}

/** The pharmacist names lot, expiry and amount of each line. */
function Supply({ paper }: { readonly paper: RequisitionView }) {
  const [rows, setRows] = useState<Readonly<Record<string, SupplyRow>>>({})
  const command = useCommand((body: SupplyBody, act) => api.post(`${path}/${paper.id}/supply`, body, act), {
    refresh: ['/api/ward-stock'],
  })
  const rowOf = (code: string, asked: string): SupplyRow => rows[code] ?? { lot: '', quantity: asked }
  const lines = paper.lines
    .map((line) => ({ drugCode: line.drugCode, ...rowOf(line.drugCode, line.asked) }))
    .filter((line) => line.lot.trim() !== '')
    .map((line) => ({ ...line, lot: line.lot.trim(), quantity: line.quantity.replace(',', '.') }))
  return (
    <div className="stock-act">
      {command.error && <Alert level="stop" title={command.error.title} />}
      {paper.lines.map((line) => {
        const row = rowOf(line.drugCode, line.asked)
        const say = (part: Partial<SupplyRow>) => setRows({ ...rows, [line.drugCode]: { ...row, ...part } })
        return (
          <Inline key={line.drugCode} wrap>
            <TextField
              label={t('wardStock.supplyLot', { drug: line.name })}
              value={row.lot}
              onChange={(lot) => say({ lot })}
            />
            <DateField
              label={t('wardStock.expiresOn')}
              value={row.expiresOn}
              onChange={(day) => day && say({ expiresOn: day })}
            />
            <TextField
              label={t('wardStock.quantity', { unit: line.unit })}
              figures
              value={row.quantity}
              onChange={(quantity) => say({ quantity })}
            />
          </Inline>
        )
      })}
      <Button
        kind="primary"
        busy={command.busy}
        disabledBecause={lines.length === 0 ? t('wardStock.lacking') : undefined}
        onClick={() => void command.run({ lines })}
      >
        {t('wardStock.requisition.act.supply', { count: lines.length })}
      </Button>
    </div>
  )
}
