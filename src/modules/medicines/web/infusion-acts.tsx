import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  formatNumber,
  Inline,
  PasswordField,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { DoseView, InfusionBody, OrderView } from '../contract.ts'

type Kind = InfusionBody['kind']

interface InfusionActsProps {
  readonly dose: DoseView
  readonly order: OrderView
  readonly encounterId: string
  readonly onDone: () => void
}

const kindsOf = (state: string | undefined): readonly Kind[] =>
  state === 'paused' ? ['resume', 'bag', 'end'] : ['rate', 'pause', 'bag', 'end']

const point = (text: string) => text.replace(',', '.')

/** Rate, pause, bag or end of what runs. */
export function InfusionActs({ dose, order, encounterId, onDone }: InfusionActsProps) {
  const { infusion } = dose
  const [kind, setKind] = useState<Kind | undefined>(undefined)
  const [values, setValues] = useState({ rate: infusion?.rate ?? '', bag: order.dose ?? '', left: '' })
  const [person, setPerson] = useState({ userName: '', password: '' })
  const needsTwo = kind === 'bag' && order.twoPersons
  const command = useCommand(
    async (chosen: Kind, act) => {
      const second = needsTwo
        ? await api.post<{ id: string }>('/api/second-person', { ...person, about: `Encounter/${encounterId}` })
        : undefined
      const body = {
        kind: chosen,
        ...(chosen === 'rate' || chosen === 'resume' ? { rate: point(values.rate) } : {}),
        ...(chosen === 'bag' ? { bag: point(values.bag), left: point(values.left || '0') } : {}),
        ...(chosen === 'end' && values.left ? { left: point(values.left) } : {}),
        ...(second ? { secondPersonId: second.id } : {}),
      }
      return api.post(`/api/doses/${dose.id}/infusion`, body, act)
    },
    { refresh: [`/api/stays/${encounterId}/medicines`, '/api/ward'], done: onDone },
  )
  const field = (name: 'rate' | 'bag' | 'left') => (
    <TextField
      label={t(`medicines.infusion.${name}`)}
      figures
      inputMode="decimal"
      value={values[name]}
      onChange={(text) => setValues({ ...values, [name]: text })}
    />
  )
  return (
    <Stack>
      <p className="lo-dense lo-ink2">
        {t('medicines.infusion.now', {
          rate: formatNumber(infusion?.rate ?? ''),
          ml: formatNumber(infusion?.computedMl ?? ''),
          hung: formatNumber(infusion?.hungMl ?? ''),
        })}
      </p>
      <Choice
        label={t('medicines.infusion.act')}
        value={kind}
        onChange={setKind}
        options={kindsOf(infusion?.state).map((value) => ({
          value,
          label: t(`medicines.infusion.kind.${value}`),
        }))}
      />
      {(kind === 'rate' || kind === 'resume') && field('rate')}
      {kind === 'bag' && (
        <Inline wrap>
          {field('left')}
          {field('bag')}
        </Inline>
      )}
      {kind === 'end' && field('left')}
      {needsTwo && (
        <Inline wrap>
          <TextField
            label={t('medicines.second.userName')}
            value={person.userName}
            onChange={(userName) => setPerson({ ...person, userName })}
          />
          <PasswordField
            label={t('medicines.second.password')}
            value={person.password}
            onChange={(password) => setPerson({ ...person, password })}
          />
        </Inline>
      )}
      {command.error && <Alert level="stop" title={command.error.title} />}
      {kind && (
        <Button kind="primary" icon="check" busy={command.busy} onClick={() => void command.run(kind)}>
          {t(`medicines.infusion.kind.${kind}`)}
        </Button>
      )}
    </Stack>
  )
}
