import type { Context } from '#platform/context.ts'
import type { CountBody, GiveBackBody } from './contract.ts'
import { type HeldLot, textOf, unitsOf } from './domain/choose-lots.ts'
import { stockErrors } from './errors.ts'
import { lockHeld } from './held.ts'
import { knownDrug } from './known-drug.ts'
import { secondPerson } from './second-person.ts'
import { writeMoves } from './write-moves.ts'

type OfLot = Pick<CountBody, 'place' | 'drugCode' | 'lot' | 'secondPersonId'>

/** A lot that the ward holds, locked, with who acts and who signs beside. */
async function openLot(ctx: Context, body: OfLot) {
  const drug = await knownDrug(ctx, body.drugCode)
  const witness = await secondPerson(ctx, body.secondPersonId, `Organization/${body.place}`)
  const held: HeldLot | undefined = (await lockHeld(ctx, body.place, drug.code)).find(
    (one) => one.lot === body.lot,
  )
  if (!held) throw stockErrors.lotUnknown({ lot: body.lot, drug: drug.name })
  return { held, of: { place: body.place, drug, lot: held.lot, expiresOn: held.expiresOn, witness } }
}

/** Counts a lot: the difference is a move of its own, with its reason; a count that agrees is written down too. */
export async function count(ctx: Context, body: CountBody): Promise<{ difference: string }> {
  const { held, of } = await openLot(ctx, body)
  const difference = unitsOf(body.counted) - held.units
  if (difference !== 0n && !body.reason)
    throw stockErrors.differenceNeedsReason({ drug: of.drug.name, difference: textOf(difference) })
  const quantity = textOf(difference)
  const cause = `count:${ctx.commandId ?? ctx.newId()}`
  await writeMoves(ctx, [{ ...of, kind: 'count', quantity, cause, reason: body.reason, debt: held.lot === '' }])
  return { difference: quantity }
}

/** What leaves the ward otherwise than in a patient: back to the pharmacy, or destroyed. */
export async function sendAway(ctx: Context, kind: 'return' | 'destroy', body: GiveBackBody): Promise<void> {
  const { held, of } = await openLot(ctx, body)
  const units = unitsOf(body.quantity)
  if (units <= 0n) throw stockErrors.nothing()
  if (units > held.units)
    throw stockErrors.notEnough({
      drug: of.drug.name,
      unit: of.drug.unit,
      asked: textOf(units),
      held: textOf(held.units),
    })
  const cause = `${kind}:${ctx.commandId ?? ctx.newId()}`
  await writeMoves(ctx, [{ ...of, kind, quantity: textOf(-units), cause, reason: body.reason }])
}
