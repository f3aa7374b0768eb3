import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  formatNumber,
  Inline,
  keptLabel,
  SecondPersonFields,
  Stack,
  TextField,
  t,
  useCommand,
  useSecondPerson,
  useStay,
} from '#web/kit/index.ts'
import type { DoseView, InfusionBody, MedicinesView, OrderView } from '../contract.ts'
import { BagScan, useBagScan } from './bag-scan.tsx'

type Kind = InfusionBody['kind']

interface InfusionActsProps {
  readonly dose: DoseView
  readonly order: OrderView
  readonly encounterId: string
  readonly view: MedicinesView
  readonly onDone: () => void
}

const kindsOf = (state: string | undefined): readonly Kind[] =>
  state === 'paused' ? ['resume', 'bag', 'end'] : ['rate', 'pause', 'bag', 'end']

const point = (text: string) => text.replace(',', '.')

const lacks = (complete: boolean, second: string | undefined) =>
  complete ? second : t('medicines.before.lacking')

const neededOf = (needed: boolean, lacking: string | undefined) => (needed ? lacking : undefined)

interface Values {
  readonly rate: string
  readonly bag: string
  readonly left: string
}

/** What an act says of its rate and of what is left. */
function saidOf(kind: Kind, { rate, bag, left }: Values) {
  if (kind === 'rate' || kind === 'resume') return { rate: point(rate) }
  if (kind === 'bag') return { bag: point(bag), left: point(left || '0') }
  return kind === 'end' && left ? { left: point(left) } : {}
}

/** Rate, pause, bag or end of what runs. */
export function InfusionActs({ dose, order, encounterId, view, onDone }: InfusionActsProps) {
  const { infusion } = dose
  const [kind, setKind] = useState<Kind | undefined>(undefined)
  const [values, setValues] = useState<Values>({ rate: infusion?.rate ?? '', bag: order.dose ?? '', left: '' })
  const stay = useStay()
  const needsTwo = kind === 'bag' && order.twoPersons
  const person = useSecondPerson(`Encounter/${encounterId}`, needsTwo)
  const bag = useBagScan(encounterId, view, kind === 'bag')
  const lacking = kind === 'bag' ? lacks(bag.complete, neededOf(needsTwo, person.lacking)) : undefined
  const command = useCommand(
    async (chosen: Kind, act) => {
      const second = needsTwo ? await person.ask() : undefined
      const body = {
        kind: chosen,
        ...saidOf(chosen, values),
        ...(chosen === 'bag' ? bag.said : {}),
        ...(second ? { secondPersonId: second } : {}),
      }
      return api.post(`/api/doses/${dose.id}/infusion`, { ...body, at: act.at }, act)
    },
    {
      refresh: [`/api/stays/${encounterId}/medicines`, '/api/ward'],
      done: onDone,
      keep: (chosen) =>
        chosen === 'bag'
          ? undefined
          : keptLabel(`${t(`medicines.infusion.kind.${chosen}`)}: ${order.name}`, stay?.name),
      kept: onDone,
    },
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
        <>
          <Inline wrap>
            {field('left')}
            {field('bag')}
          </Inline>
          <BagScan scan={bag} view={view} />
        </>
      )}
      {kind === 'end' && field('left')}
      {needsTwo && <SecondPersonFields person={person} />}
      {command.error && <Alert level="stop" title={command.error.title} />}
      {kind && (
        <Button
          kind="primary"
          icon="check"
          busy={command.busy}
          disabledBecause={lacking}
          onClick={() => void command.run(kind)}
        >
          {t(`medicines.infusion.kind.${kind}`)}
        </Button>
      )}
    </Stack>
  )
}
