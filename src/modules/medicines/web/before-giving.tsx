import {
  Alert,
  Button,
  Dialog,
  Panel,
  SecondPersonFields,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
  useSecondPerson,
} from '#web/kit/index.ts'
import type { MedicinesView } from '../contract.ts'
import { type Missing, type Pick, type Round, timeOf } from './round.ts'
import type { RoundState } from './use-round.ts'
import { amountOf, clock, optionsOf, said } from './words.ts'

interface BeforeGivingProps {
  readonly encounterId: string
  readonly view: MedicinesView
  readonly state: RoundState
  readonly missing: Missing
  readonly now: Date
  readonly busy: boolean
  readonly error: string | undefined
  readonly onGive: (secondPersonId: string | undefined) => void
  readonly onClose: () => void
}

const isSaid = (missing: Missing, round: Round) => {
  const all = (picks: readonly Pick[], has: (pick: Pick) => unknown) =>
    picks.every((one) => has(round.picks.find((pick) => pick.id === one.id) ?? one))
  return (
    (!missing.patientBy || round.patientBy !== undefined) &&
    all(missing.drugBy, (pick) => pick.drugBy) &&
    all(missing.timeReason, (pick) => pick.timeReason) &&
    all(missing.units, (pick) => pick.units ?? pick.order.units) &&
    all(missing.before, (pick) => pick.before)
  )
}

/** What has to be said before these doses are given: reasons, amounts, the value before, the second person. */
export function BeforeGiving(props: BeforeGivingProps) {
  const { encounterId, view, state, missing, busy, error, onGive, onClose } = props
  const { round } = state
  const person = useSecondPerson(`Encounter/${encounterId}`, missing.secondPerson)
  const second = useCommand(async (_: string) => person.ask(), { done: onGive })
  const lacking = isSaid(missing, round) ? undefined : t('medicines.before.lacking')
  const nobody = missing.secondPerson ? person.lacking : undefined
  function give(): void {
    if (missing.secondPerson) void second.run(JSON.stringify(person.given))
    else onGive(undefined)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('medicines.before.title', { count: round.picks.length })}
      actions={
        <>
          <Button onClick={onClose}>{t('medicines.back')}</Button>
          <Button
            kind="primary"
            icon="check"
            busy={busy || second.busy}
            disabledBecause={lacking ?? nobody}
            onClick={give}
          >
            {t('medicines.give', { count: round.picks.length })}
          </Button>
        </>
      }
    >
      <Stack>
        {(second.error ?? error) && <Alert level="stop" title={second.error?.title ?? error ?? ''} />}
        {missing.patientBy && (
          <SelectField
            label={t('medicines.before.patientBy')}
            required
            value={round.patientBy}
            onChange={state.sayPatientBy}
            options={optionsOf(view.byHand)}
            placeholder={t('medicines.before.choose')}
          />
        )}
        {round.picks.map((pick) => (
          <PickFields key={pick.id} {...props} pick={pick} />
        ))}
        {missing.secondPerson && (
          <Panel title={t('medicines.second.title')} pad note={t('medicines.second.note')}>
            <SecondPersonFields person={person} />
          </Panel>
        )}
      </Stack>
    </Dialog>
  )
}

function PickFields({ view, state, missing, now, pick }: BeforeGivingProps & { readonly pick: Pick }) {
  const asks = (list: readonly Pick[]) => list.some((one) => one.id === pick.id)
  const parts = [missing.drugBy, missing.timeReason, missing.units, missing.before]
  if (!parts.some(asks)) return null
  const { order, cell } = pick
  const scale = view.scales.find((one) => one.key === order.needed?.scale)
  const change = (to: Partial<Pick>) => state.change(pick.id, to)
  const time = timeOf(pick, now)
  return (
    <Panel title={order.name} note={amountOf(order)} pad>
      <Stack>
        {asks(missing.drugBy) && (
          <SelectField
            label={t('medicines.before.drugBy')}
            required
            value={pick.drugBy}
            onChange={(drugBy) => drugBy && change({ drugBy })}
            options={optionsOf(view.byHand)}
            placeholder={t('medicines.before.choose')}
          />
        )}
        {asks(missing.timeReason) && (
          <SelectField
            label={t(time === 'early' ? 'medicines.before.early' : 'medicines.before.late', {
              at: clock(cell?.dueAt),
            })}
            required
            value={pick.timeReason}
            onChange={(timeReason) => timeReason && change({ timeReason })}
            options={optionsOf(view.timeReasons)}
            placeholder={t('medicines.before.choose')}
          />
        )}
        {asks(missing.units) && (
          <TextField
            label={t('medicines.before.units', { unit: order.unit })}
            figures
            required
            value={pick.units ?? order.units ?? ''}
            onChange={(units) => change({ units })}
          />
        )}
        {order.controlled && (
          <TextField
            label={t('medicines.before.destroyed', { unit: order.unit })}
            figures
            value={pick.destroyed ?? ''}
            onChange={(destroyed) => change({ destroyed })}
          />
        )}
        {asks(missing.before) && scale && (
          <TextField
            label={t('medicines.before.value', { scale: said(scale) })}
            figures
            required
            value={pick.before ?? ''}
            onChange={(before) => change({ before })}
          />
        )}
      </Stack>
    </Panel>
  )
}
