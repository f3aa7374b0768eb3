import { useState } from 'react'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { contractionLengths, fluids, mouldings } from '#kernel/drawing/labour.ts'
import {
  Alert,
  api,
  Button,
  Choice,
  FieldGrid,
  Inline,
  language,
  MomentField,
  NumberField,
  notify,
  Panel,
  Stack,
  serverNow,
  TextField,
  t,
  useCommand,
  useKept,
  useShortcuts,
} from '#web/kit/index.ts'
import type { LabourBody, LabourSaved } from '../labour-contract.ts'

type Typed = Readonly<Partial<Record<keyof LabourBody, string>>>
type Change = (key: keyof LabourBody, value: string | undefined) => void

const signs = ['pulse', 'systolic', 'diastolic', 'temperature'] as const
const words = ['length', 'fluid', 'moulding', 'drug', 'urine'] as const
const numbers = ['fetalHeart', 'contractions', 'cervix', 'descent', 'oxytocin', 'drops'] as const

/** What can be typed, its decimals, and outside of what a slip of the hand is likely. */
const bounds = {
  fetalHeart: [0, 60, 220],
  contractions: [0, 0, 7],
  cervix: [1, 0, 10],
  descent: [0, 0, 5],
  oxytocin: [1, 0, 40],
  drops: [0, 0, 80],
  pulse: [0, 40, 180],
  systolic: [0, 80, 220],
  diastolic: [0, 40, 130],
  temperature: [1, 35, 40.5],
} as const

const bodyOf = (typed: Typed, confirmed: readonly string[]): LabourBody => ({
  at: typed.at ? `${typed.at}:00+07:00` : instantInVietnam(serverNow()),
  ...Object.fromEntries(
    numbers.flatMap((key) => (typed[key] === undefined ? [] : [[key, Number(typed[key])] as const])),
  ),
  ...Object.fromEntries([...signs, ...words].flatMap((key) => (typed[key] ? [[key, typed[key]] as const] : []))),
  ...(confirmed.length > 0 ? { confirmed: [...confirmed] } : {}),
})

/** One examination in labour, from what is listened to every half hour to what is felt every four hours. */
export function LabourPad({
  encounterId,
  patientId,
}: {
  readonly encounterId: string
  readonly patientId: string
}) {
  const [typed, setTyped] = useState<Typed>({})
  const [round, setRound] = useState(0)
  const next = () => {
    setTyped({})
    setRound((before) => before + 1)
  }
  const kept = useKept(t('charts.labour.examination'), next)
  const save = useCommand(
    (confirmed: readonly string[], act) =>
      api.post<LabourSaved>(`/api/stays/${encounterId}/labour`, bodyOf(typed, confirmed), act),
    {
      ...kept,
      refresh: [`/api/stays/${encounterId}`, `/api/encounters/${encounterId}`, `/api/patients/${patientId}`],
      done: ({ called }) => {
        if (called) notify(t('charts.labour.called', { who: called }), { tone: 'warn' })
        next()
      },
    },
  )
  const isEmpty = Object.entries(typed).every(([key, value]) => key === 'at' || !value)
  const asks = save.error?.code === 'vitals.pleaseConfirm'
  const run = () => {
    if (!isEmpty) void save.run(asks ? signs : [])
  }
  useShortcuts([{ keys: 'mod+enter', label: t('charts.labour.save'), run }])
  const change: Change = (key, value) => {
    save.clear()
    setTyped((before) => ({ ...before, [key]: value }))
  }
  return (
    <Panel title={t('charts.labour.new')} pad>
      <Stack key={round}>
        <Fields typed={typed} change={change} />
        {save.error && <Alert level="warning" title={save.error.title} />}
        <Inline justify="flex-end">
          <Button
            kind="primary"
            size="lg"
            icon="check"
            keyHint="Ctrl Enter"
            busy={save.busy}
            disabledBecause={isEmpty ? t('charts.labour.empty') : undefined}
            onClick={run}
          >
            {t(asks ? 'charts.labour.confirm' : 'charts.labour.save')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}

interface FieldsProps {
  readonly typed: Typed
  readonly change: Change
}

function Fields({ typed, change }: FieldsProps) {
  const figure = (key: keyof typeof bounds) => {
    const [decimals, low, high] = bounds[key]
    return (
      <NumberField
        key={key}
        label={t(`charts.labour.${key}`)}
        decimals={decimals}
        plausible={{ low, high }}
        value={typed[key]}
        onChange={(value) => change(key, value)}
      />
    )
  }
  const choice = (key: 'length' | 'fluid' | 'moulding', options: readonly { value: string; label: string }[]) => (
    <Choice
      label={t(`charts.labour.${key}`)}
      value={typed[key]}
      onChange={(value) => change(key, value === typed[key] ? undefined : value)}
      options={options}
    />
  )
  const lengths = contractionLengths.map((value) => ({ value, label: t(`charts.labour.length.${value}`) }))
  const waters = Object.entries(fluids).map(([value, name]) => ({
    value,
    label: `${value} · ${name[language()]}`,
  }))
  return (
    <>
      <FieldGrid columns={2}>
        {figure('fetalHeart')}
        {figure('contractions')}
      </FieldGrid>
      {choice('length', lengths)}
      <FieldGrid columns={2}>
        {figure('cervix')}
        {figure('descent')}
      </FieldGrid>
      {choice('fluid', waters)}
      {choice(
        'moulding',
        mouldings.map((value) => ({ value, label: value })),
      )}
      <FieldGrid columns={2}>
        {signs.map(figure)}
        <TextField
          label={t('charts.labour.urine')}
          maxLength={20}
          value={typed.urine ?? ''}
          onChange={(value) => change('urine', value)}
        />
        {figure('oxytocin')}
        {figure('drops')}
        <TextField
          label={t('charts.labour.drug')}
          maxLength={60}
          value={typed.drug ?? ''}
          onChange={(value) => change('drug', value)}
        />
      </FieldGrid>
      <MomentField
        label={t('charts.labour.at')}
        hint={t('charts.labour.atHint')}
        value={typed.at ?? ''}
        onChange={(value) => change('at', value || undefined)}
      />
    </>
  )
}
