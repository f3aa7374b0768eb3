import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  Alert,
  api,
  Button,
  Dialog,
  formatNumber,
  KeyValue,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
  useKept,
} from '#web/kit/index.ts'
import type { CellView, DoseView, MedicinesView, OrderView } from '../contract.ts'
import { InfusionActs } from './infusion-acts.tsx'
import { amountOf, clock, optionsOf, reasonWords, said } from './words.ts'

export interface Opened {
  readonly order: OrderView
  readonly cell?: CellView
  readonly dose?: DoseView
}

interface DoseDialogProps extends Opened {
  readonly encounterId: string
  readonly view: MedicinesView
  readonly mayGive: boolean
  readonly onClose: () => void
}

/** One dose: what is known of it, and what may still be written about it. */
export function DoseDialog(props: DoseDialogProps) {
  const { order, cell, dose, view, mayGive, onClose } = props
  const open = view.open && mayGive
  const waits = dose === undefined || dose.outcome === 'held'
  return (
    <Dialog open onClose={onClose} title={`${order.name} · ${clock(cell?.dueAt ?? dose?.dueAt)}`}>
      <Stack gap={16}>
        {dose && <DoseFacts dose={dose} order={order} view={view} />}
        {open && waits && cell && <NotGiven {...props} cell={cell} />}
        {open && dose?.outcome === 'running' && (
          <InfusionActs dose={dose} order={order} encounterId={props.encounterId} view={view} onDone={onClose} />
        )}
        {open && dose?.effect && !dose.effect.after && dose.outcome === 'given' && (
          <SeeEffect {...props} dose={dose} />
        )}
        {open && dose?.outcome === 'given' && <OneText {...props} dose={dose} verb="vomited" field="note" />}
        {open && dose && dose.outcome !== 'withdrawn' && (
          <OneText {...props} dose={dose} verb="withdraw" field="reason" />
        )}
      </Stack>
    </Dialog>
  )
}

function DoseFacts({
  dose,
  order,
  view,
}: {
  readonly dose: DoseView
  readonly order: OrderView
  readonly view: MedicinesView
}) {
  const { infusion } = dose
  const fact = (key: string, value: string | undefined) =>
    value ? [{ label: t(`medicines.fact.${key}`), value }] : []
  return (
    <KeyValue
      items={[
        ...fact('state', t(`medicines.state.${dose.outcome}`)),
        ...fact('at', clock(dose.at)),
        ...fact('by', dose.by),
        ...fact('witness', dose.witness),
        ...fact('amount', infusion ? undefined : amountOf(order)),
        ...fact('computed', infusion && t('medicines.ml', { ml: formatNumber(infusion.computedMl) })),
        ...fact('measured', infusion?.measuredMl && t('medicines.ml', { ml: formatNumber(infusion.measuredMl) })),
        ...fact('emptyAt', clock(infusion?.emptyAt)),
        ...fact('lot', dose.lots.join(', ')),
        ...fact('debt', dose.debt && `${formatNumber(dose.debt)} ${order.unit}`),
        ...fact('reason', dose.reason),
        ...fact('timeReason', dose.timeReason && reasonWords(view.timeReasons, dose.timeReason)),
        ...fact('patientBy', dose.patientBy && reasonWords(view.byHand, dose.patientBy)),
        ...fact('drugBy', dose.drugBy && reasonWords(view.byHand, dose.drugBy)),
        ...fact('note', dose.note),
        ...fact(
          'withdrawn',
          dose.withdrawn && `${dose.withdrawn.reason} · ${dose.withdrawn.by} ${clock(dose.withdrawn.at)}`,
        ),
      ]}
    />
  )
}

const refreshed = (encounterId: string) => [`/api/stays/${encounterId}/medicines`, '/api/ward']

function NotGiven({ encounterId, order, cell, view, onClose }: DoseDialogProps & { readonly cell: CellView }) {
  const [reason, setReason] = useState<string | undefined>(undefined)
  const [note, setNote] = useState('')
  const [id] = useState(uuidv7)
  const command = useCommand(
    (body: object, act) => api.post(`/api/stays/${encounterId}/doses/not-given`, { ...body, at: act.at }, act),
    {
      refresh: refreshed(encounterId),
      done: onClose,
      ...useKept(`${t('medicines.notGiven.save')}: ${order.name}`, onClose),
    },
  )
  const body = { id, requestId: order.requestId, dueAt: cell.dueAt, reason, ...(note ? { note } : {}) }
  return (
    <Stack>
      <SelectField
        label={t('medicines.notGiven.reason')}
        value={reason}
        onChange={setReason}
        options={optionsOf(view.notGiven)}
        placeholder={t('medicines.before.choose')}
      />
      {command.error && <Alert level="stop" title={command.error.title} />}
      {reason && (
        <>
          <TextField label={t('medicines.notGiven.note')} value={note} onChange={setNote} maxLength={300} />
          <Button busy={command.busy} icon="close" onClick={() => void command.run(body)}>
            {t('medicines.notGiven.save')}
          </Button>
        </>
      )}
    </Stack>
  )
}

function SeeEffect({ encounterId, order, dose, view, onClose }: DoseDialogProps & { readonly dose: DoseView }) {
  const [value, setValue] = useState('')
  const scale = view.scales.find((one) => one.key === order.needed?.scale)
  const command = useCommand(
    (body: object, act) => api.post(`/api/doses/${dose.id}/effect`, { ...body, at: act.at }, act),
    {
      refresh: refreshed(encounterId),
      done: onClose,
      ...useKept(`${t('kept.what.effect')}: ${order.name}`, onClose),
    },
  )
  return (
    <Stack>
      <TextField
        label={t('medicines.effect.value', { scale: scale ? said(scale) : '' })}
        hint={t('medicines.effect.due', { at: clock(dose.effect?.dueAt) })}
        figures
        value={value}
        onChange={setValue}
        {...(command.error ? { error: command.error.title } : {})}
      />
      <Button
        busy={command.busy}
        icon="check"
        disabledBecause={value ? undefined : t('medicines.before.lacking')}
        onClick={() => void command.run({ value })}
      >
        {t('medicines.effect.save')}
      </Button>
    </Stack>
  )
}

interface OneTextProps extends DoseDialogProps {
  readonly dose: DoseView
  readonly verb: 'vomited' | 'withdraw'
  readonly field: 'note' | 'reason'
}

/** An act that only needs its reason; it opens when it is asked for. */
function OneText({ encounterId, order, dose, verb, field, onClose }: OneTextProps) {
  const [text, setText] = useState<string | undefined>(undefined)
  const mayWait = useKept(`${t('medicines.vomited.save')}: ${order.name}`, onClose)
  const command = useCommand(
    (body: object, act) =>
      api.post(`/api/doses/${dose.id}/${verb}`, verb === 'vomited' ? { ...body, at: act.at } : body, act),
    { refresh: refreshed(encounterId), done: onClose, ...(verb === 'vomited' ? mayWait : {}) },
  )
  if (text === undefined)
    return (
      <Button kind={verb === 'withdraw' ? 'danger' : 'secondary'} onClick={() => setText('')}>
        {t(`medicines.${verb}.open`)}
      </Button>
    )
  return (
    <Stack>
      <TextField label={t(`medicines.${verb}.reason`)} value={text} onChange={setText} maxLength={300} autoFocus />
      {command.error && <Alert level="stop" title={command.error.title} />}
      <Button
        busy={command.busy}
        disabledBecause={text.trim().length < 3 ? t('medicines.before.lacking') : undefined}
        onClick={() => void command.run({ [field]: text.trim() })}
      >
        {t(`medicines.${verb}.save`)}
      </Button>
    </Stack>
  )
}
