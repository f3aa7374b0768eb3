import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { keepBarcode } from './barcodes.ts'
import type { ReceiveBody } from './contract.ts'
import { textOf, unitsOf } from './domain/choose-lots.ts'
import { stockErrors } from './errors.ts'
import { lockHeld } from './held.ts'
import { knownDrug } from './known-drug.ts'
import { secondPerson } from './second-person.ts'
import { type StockDrug, type Witness, writeMoves } from './write-moves.ts'

export interface Delivery {
  readonly place: string
  readonly drug: StockDrug
  readonly lot: string
  readonly expiresOn: string | null
  readonly quantity: string
  readonly cause: string
  readonly witness: Witness | undefined
}

/** Takes a lot in; what was used before it came is settled from it. */
export async function takeIn(ctx: Context, delivery: Delivery): Promise<void> {
  const { place, drug, lot, expiresOn, quantity, cause, witness } = delivery
  const units = unitsOf(quantity)
  if (units <= 0n) throw stockErrors.nothing()
  if (expiresOn !== null && expiresOn < dayInVietnam(ctx.now()))
    throw stockErrors.expired({ drug: drug.name, lot, day: expiresOn })
  const held = await lockHeld(ctx, place, drug.code)
  const owed = held.find((one) => one.lot === '')?.units ?? 0n
  const of = { place, drug, witness }
  await writeMoves(ctx, [
    { ...of, kind: 'receive', lot, expiresOn, quantity: textOf(units), cause: `receive:${cause}` },
  ])
  if (owed >= 0n) return
  const covered = -owed <= units
  const settled = covered ? -owed : units
  await writeMoves(ctx, [
    { ...of, kind: 'settle', lot, expiresOn, quantity: textOf(-settled), cause: `settle:${cause}` },
    {
      ...of,
      kind: 'settle',
      lot: '',
      expiresOn: null,
      quantity: textOf(settled),
      debt: true,
      cause: `settled:${cause}`,
    },
  ])
}

/** A lot that comes to the ward without a requisition. */
export async function receive(ctx: Context, body: ReceiveBody): Promise<void> {
  const drug = await knownDrug(ctx, body.drugCode)
  const witness = await secondPerson(ctx, body.secondPersonId, `Organization/${body.place}`)
  const expiresOn = body.expiresOn ?? null
  const { place, lot, quantity } = body
  await takeIn(ctx, { place, drug, lot, expiresOn, quantity, cause: ctx.commandId ?? ctx.newId(), witness })
  if (body.barcode) await keepBarcode(ctx, body.barcode, drug)
}
