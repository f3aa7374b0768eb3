import { useState } from 'react'
import {
  api,
  Button,
  Choice,
  Dialog,
  Failure,
  FieldGrid,
  MomentField,
  NumberField,
  SelectField,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'
import type { NewbornBody, StayView } from '../contract.ts'
import { freeBeds } from './free-beds.ts'

const refresh = ['/api/ward', '/api/stays', '/api/patients']

/** What is measured of a newborn: its decimals, and outside of what a slip of the hand is likely. */
const figures = {
  weightGrams: [0, 500, 6000],
  lengthCm: [1, 25, 62],
  headCm: [1, 20, 42],
  apgar1: [0, 0, 10],
  apgar5: [0, 0, 10],
  apgar10: [0, 0, 10],
} as const
const keys = Object.keys(figures) as (keyof typeof figures)[]
type Typed = Readonly<Partial<Record<keyof typeof figures, string>>>

/** A child born in this stay: registered, measured, in a cot, with a record of its own that is linked to the mother. */
export function NewbornDialog({ stay, onClose }: { readonly stay: StayView; readonly onClose: () => void }) {
  const go = useGo()
  const board = useApi<Board>('/api/ward/board', { department: stay.department.id })
  const [sex, setSex] = useState<'male' | 'female'>()
  const [bornAt, setBornAt] = useState('')
  const [name, setName] = useState('')
  const [bedId, setBed] = useState<string>()
  const [typed, setTyped] = useState<Typed>({})
  const admit = useCommand(
    (body: NewbornBody, act) =>
      api.post<{ encounterId: string }>(`/api/stays/${stay.encounterId}/newborns`, body, act),
    { refresh, done: ({ encounterId }) => go(`/stay/${encounterId}/overview`) },
  )
  const save = () => {
    if (!sex || !bornAt) return
    const measured = keys.flatMap((key) => (typed[key] ? [[key, Number(typed[key])] as const] : []))
    void admit.run({
      sex,
      bornAt: `${bornAt}:00+07:00`,
      ...(name.trim() ? { name: name.trim() } : {}),
      ...(bedId ? { bedId } : {}),
      ...Object.fromEntries(measured),
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ward.acts.newborn')}
      actions={
        <Button
          kind="primary"
          icon="baby"
          busy={admit.busy}
          disabledBecause={sex && bornAt ? undefined : t('ward.newborn.fill')}
          onClick={save}
        >
          {t('ward.newborn.do')}
        </Button>
      }
    >
      <Stack>
        {admit.error && <Failure error={admit.error} />}
        <Choice
          label={t('ward.newborn.sex')}
          value={sex}
          onChange={setSex}
          options={[
            { value: 'male', label: t('ward.newborn.male') },
            { value: 'female', label: t('ward.newborn.female') },
          ]}
        />
        <MomentField label={t('ward.newborn.bornAt')} value={bornAt} onChange={setBornAt} />
        <FieldGrid columns={3}>
          {keys.map((key) => (
            <NumberField
              key={key}
              label={t(`ward.newborn.${key}`)}
              decimals={figures[key][0]}
              plausible={{ low: figures[key][1], high: figures[key][2] }}
              value={typed[key]}
              onChange={(value) => setTyped({ ...typed, [key]: value })}
            />
          ))}
        </FieldGrid>
        {board.data && (
          <SelectField
            label={t('ward.newborn.cot')}
            value={bedId}
            placeholder={t('ward.newborn.noCot')}
            onChange={setBed}
            options={freeBeds(board.data)}
          />
        )}
        <TextField
          label={t('ward.newborn.name')}
          hint={t('ward.newborn.nameHint')}
          value={name}
          onChange={setName}
        />
      </Stack>
    </Dialog>
  )
}
