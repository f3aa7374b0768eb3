import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { chooseLots, textOf, unitsOf } from './domain/choose-lots.ts'
import { stockErrors } from './errors.ts'
import { lockHeld } from './held.ts'
import { stockRules } from './rules.ts'
import { type Move, refuseOnePerson, type StockDrug, type Witness, writeMoves } from './write-moves.ts'

/** What a dose takes from the stock of its ward. */
export interface Taking {
  readonly place: string
  readonly drug: StockDrug
  /** In the unit that is counted. */
  readonly units: string | number
  /** Of these, what was not given and destroyed before the witness: the rest of an ampoule. */
  readonly destroyed?: string | number | undefined
  /** The lot that was scanned. */
  readonly lot?: string | undefined
  readonly at: Date
  /** One dose moves once, an infusion once for every bag. */
  readonly cause: string
  readonly administrationId: string
  readonly patientId: string
  readonly encounterId: string
  readonly payer?: string | undefined
  readonly witness?: Witness | undefined
}

export interface TakenLots {
  readonly lots: readonly { readonly lot: string; readonly units: string; readonly expiresOn?: string }[]
  /** Used, but not in the ward's books: to be settled by the next delivery. */
  readonly debt: string
}

/** The moves of what is taken, lot by lot; what was destroyed is the last of it. */
function movesOf(
  taking: Taking,
  parts: readonly { lot: string; expiresOn: string | null; units: bigint; debt: boolean }[],
) {
  const { units: _units, destroyed: _destroyed, cause: _cause, ...rest } = taking
  let given = unitsOf(taking.units) - unitsOf(taking.destroyed ?? 0)
  return parts.flatMap((part, at): Move[] => {
    const whole = part.units <= given
    const used = whole ? part.units : given
    given -= used
    const of = { ...rest, lot: part.lot, expiresOn: part.expiresOn, debt: part.debt }
    const move = (kind: 'dose' | 'destroy', units: bigint): Move[] =>
      units === 0n ? [] : [{ ...of, kind, quantity: textOf(-units), cause: `${kind}:${taking.cause}:${at}` }]
    return [...move('dose', used), ...move('destroy', part.units - used)]
  })
}

/** Takes a dose from the ward's stock, in the transaction that writes the dose. */
export async function takeForDose(ctx: Context, taking: Taking): Promise<TakenLots> {
  const { drug, place } = taking
  refuseOnePerson(ctx, drug, taking.witness)
  const asked = unitsOf(taking.units)
  if (asked <= 0n) return { lots: [], debt: '0' }
  const today = dayInVietnam(ctx.now())
  const held = await lockHeld(ctx, place, drug.code)
  const { taken, missing } = chooseLots(held, asked, today, taking.lot)
  const policy = stockRules(today).belowZero[drug.kind === 'C' ? 'usual' : 'controlled']
  if (missing > 0n && policy === 'refuse')
    throw stockErrors.notEnough({
      drug: drug.name,
      unit: drug.unit,
      asked: textOf(asked),
      held: textOf(asked - missing),
    })
  const owed = missing > 0n ? [{ lot: '', expiresOn: null, units: missing, debt: true }] : []
  await writeMoves(ctx, movesOf(taking, [...taken.map((one) => ({ ...one, debt: false })), ...owed]))
  return {
    lots: taken.map(({ lot, units, expiresOn }) => ({
      lot,
      units: textOf(units),
      ...(expiresOn ? { expiresOn } : {}),
    })),
    debt: textOf(missing),
  }
}
