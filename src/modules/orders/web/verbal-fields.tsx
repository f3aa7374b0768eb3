import { useState } from 'react'
import { api, Button, Checkbox, Choice, can, Inline, SearchPicker, Stack, t } from '#web/kit/index.ts'
import type { Pad, Verbal } from './use-pad.ts'

/** Who may not order alone orders by word only. */
const byWordOnly = () => !can('orders.write')

export function verbalReady(pad: Pad): boolean {
  if (!pad.verbal) return !byWordOnly()
  return pad.verbal.saidBy !== '' && pad.verbal.readBack
}

interface Doctor {
  readonly id: string
  readonly name: string
}

const doctors = async (text: string) =>
  (await api.get<{ items: Doctor[] }>('/api/order-pad/doctors', { q: text })).items

const begun: Verbal = { way: 'spoken', saidBy: '', saidByName: '', readBack: false }

/** An order given by word: how, by whom, and that it was read back. */
export function VerbalFields({ pad }: { readonly pad: Pad }) {
  const [open, setOpen] = useState(byWordOnly())
  const verbal = pad.verbal ?? begun
  const change = (part: Partial<Verbal>) => pad.setVerbal({ ...verbal, ...part })
  if (!open)
    return (
      <Button
        size="sm"
        kind="plain"
        icon="message"
        onClick={() => {
          setOpen(true)
          pad.setVerbal(begun)
        }}
      >
        {t('orders.verbal.open')}
      </Button>
    )
  return (
    <Stack gap={8}>
      <Choice
        label={t('orders.verbal.way')}
        value={verbal.way}
        onChange={(way) => change({ way })}
        options={(['spoken', 'telephone', 'emergency'] as const).map((value) => ({
          value,
          label: t(`orders.verbal.${value}`),
        }))}
      />
      <SearchPicker<Doctor>
        label={t('orders.verbal.saidBy')}
        search={doctors}
        minLength={0}
        eager
        keep
        initialText={verbal.saidByName}
        row={(one) => ({ key: one.id, title: one.name })}
        onPick={(one) => change({ saidBy: one.id, saidByName: one.name })}
      />
      <Checkbox
        label={t('orders.verbal.readBack')}
        checked={verbal.readBack}
        onChange={(readBack) => change({ readBack })}
      />
      {!byWordOnly() && (
        <Inline>
          <Button
            size="sm"
            kind="plain"
            onClick={() => {
              setOpen(false)
              pad.setVerbal(undefined)
            }}
          >
            {t('orders.verbal.close')}
          </Button>
        </Inline>
      )}
    </Stack>
  )
}
