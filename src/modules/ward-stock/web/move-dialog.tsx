import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  DateField,
  Dialog,
  Inline,
  SecondPersonFields,
  Stack,
  TextField,
  t,
  useCommand,
  useSecondPerson,
} from '#web/kit/index.ts'
import { DrugPicker } from './drug-picker.tsx'

interface OfLot {
  readonly place: string
  readonly drugCode: string
  readonly name: string
  readonly unit: string
  readonly controlled: boolean
  readonly lot: string
  readonly quantity: string
}

export type Act =
  | { readonly kind: 'receive'; readonly place: string }
  | ({ readonly kind: 'count' | 'return' | 'destroy' } & OfLot)

const point = (text: string) => text.replace(',', '.')

interface Typed {
  readonly drug?: {
    readonly code: string
    readonly label: string
    readonly unit: string
    readonly controlled: boolean
  }
  readonly lot: string
  readonly expiresOn?: string
  readonly quantity: string
  readonly barcode: string
  readonly reason: string
}

function drugOf(act: Act, typed: Typed): Typed['drug'] {
  if (act.kind === 'receive') return typed.drug
  return { code: act.drugCode, label: act.name, unit: act.unit, controlled: act.controlled }
}

function bodyOf(act: Act, typed: Typed, secondPersonId: string | undefined): object {
  const common = {
    place: act.place,
    drugCode: drugOf(act, typed)?.code,
    ...(secondPersonId ? { secondPersonId } : {}),
  }
  const quantity = point(typed.quantity)
  if (act.kind === 'receive')
    return {
      ...common,
      lot: typed.lot.trim(),
      quantity,
      ...(typed.expiresOn ? { expiresOn: typed.expiresOn } : {}),
      ...(typed.barcode ? { barcode: typed.barcode.trim() } : {}),
    }
  const reason = typed.reason.trim()
  if (act.kind === 'count') return { ...common, lot: act.lot, counted: quantity, ...(reason ? { reason } : {}) }
  return { ...common, lot: act.lot, quantity, reason }
}

/** One move of stock; a narcotic or psychotropic medicine asks for the second person. */
export function MoveDialog({ act, onClose }: { readonly act: Act; readonly onClose: () => void }) {
  const [typed, setTyped] = useState<Typed>({ lot: '', quantity: '', barcode: '', reason: '' })
  const drug = drugOf(act, typed)
  const person = useSecondPerson(`Organization/${act.place}`, drug?.controlled === true)
  const say = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const command = useCommand(
    async (_: string, sent) => {
      const second = drug?.controlled ? await person.ask() : undefined
      return api.post(`/api/ward-stock/${act.kind}`, bodyOf(act, typed, second), sent)
    },
    { refresh: ['/api/ward-stock'], done: onClose },
  )
  const lacking = !drug || typed.quantity === '' || (act.kind === 'receive' && typed.lot.trim() === '')
  return (
    <Dialog
      open
      onClose={onClose}
      title={act.kind === 'receive' ? t('wardStock.receive') : `${t(`wardStock.${act.kind}`)} · ${act.name}`}
      actions={
        <>
          <Button onClick={onClose}>{t('wardStock.back')}</Button>
          <Button
            kind="primary"
            icon="check"
            busy={command.busy}
            disabledBecause={lacking ? t('wardStock.lacking') : drug?.controlled ? person.lacking : undefined}
            onClick={() => void command.run(JSON.stringify([act, typed]))}
          >
            {t(`wardStock.${act.kind}`)}
          </Button>
        </>
      }
    >
      <Stack>
        {command.error && <Alert level="stop" title={command.error.title} />}
        {act.kind === 'receive' && <ReceiveFields typed={typed} say={say} />}
        <TextField
          label={t(act.kind === 'count' ? 'wardStock.counted' : 'wardStock.quantity', { unit: drug?.unit ?? '' })}
          figures
          required
          inputMode="decimal"
          value={typed.quantity}
          onChange={(quantity) => say({ quantity })}
          {...(act.kind === 'receive'
            ? {}
            : { hint: t('wardStock.there', { quantity: act.quantity, unit: act.unit }) })}
        />
        {act.kind !== 'receive' && (
          <TextField
            label={t('wardStock.reason')}
            value={typed.reason}
            onChange={(reason) => say({ reason })}
            maxLength={300}
          />
        )}
        {drug?.controlled && <SecondPersonFields person={person} />}
      </Stack>
    </Dialog>
  )
}

function ReceiveFields({ typed, say }: { readonly typed: Typed; readonly say: (part: Partial<Typed>) => void }) {
  return (
    <>
      {typed.drug ? (
        <b>{typed.drug.label}</b>
      ) : (
        <DrugPicker
          label={t('wardStock.drug')}
          onPick={({ code, label, unit, kind }) => say({ drug: { code, label, unit, controlled: kind !== 'C' } })}
        />
      )}
      <Inline wrap>
        <TextField
          label={t('wardStock.lotNumber')}
          required
          value={typed.lot}
          onChange={(lot) => say({ lot })}
          maxLength={40}
        />
        <DateField
          label={t('wardStock.expiresOn')}
          value={typed.expiresOn}
          onChange={(expiresOn) => {
            const { expiresOn: _before, ...rest } = typed
            say(expiresOn ? { expiresOn } : rest)
          }}
        />
      </Inline>
      <TextField
        label={t('wardStock.barcode')}
        value={typed.barcode}
        onChange={(barcode) => say({ barcode })}
        maxLength={60}
      />
    </>
  )
}
