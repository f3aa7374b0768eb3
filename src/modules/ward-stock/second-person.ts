import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { confirmBadge, confirmNamed, confirmPasskey, confirmPerson } from '#modules/identity/index.ts'
import { provePin } from '#modules/signing/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { can, requirePermission } from '#platform/permission.ts'
import type { AskSecondPerson, SecondPersonView } from './contract.ts'
import { stockErrors } from './errors.ts'
import { stockRules } from './rules.ts'
import { tables } from './tables.ts'
import type { Witness } from './write-moves.ts'

export interface SecondPerson extends Witness {
  readonly practitioner?: string
}

interface From {
  readonly address: string
  readonly userAgent: string
  /** Where the browser says that it is: passkeys are bound to it. */
  readonly origin: URL
}

/** Who it is, by the way that was taken. A badge may lie about: it names the person, and the PIN says that it is they. */
async function personOf(ctx: Context, given: AskSecondPerson, from: From): Promise<Actor> {
  const { userName, password, pin, badge, passkey } = given
  const { address, userAgent, origin } = from
  if (passkey) return confirmPasskey(ctx, { origin, response: passkey, address })
  if (badge !== undefined && pin !== undefined) {
    const { userName: named } = await confirmBadge(ctx, { code: badge, address })
    return confirmNamed(ctx, { userName: named, by: 'badge and pin', address }, byPin(ctx, pin))
  }
  if (userName !== undefined && pin !== undefined)
    return confirmNamed(ctx, { userName, by: 'pin', address }, byPin(ctx, pin))
  if (userName !== undefined && password !== undefined)
    return confirmPerson(ctx, { userName, password, address, userAgent })
  throw stockErrors.notProven()
}

/** Nobody's PIN is tried who could not be the second person anyway. */
const byPin = (ctx: Context, pin: string) => ({
  admit: (person: Actor) => requireWitness(ctx, person),
  prove: (person: Actor) => provePin(ctx, person, pin),
})

function requireWitness(ctx: Context, person: Actor): void {
  const { id, practitionerId } = ctx.actor
  if (person.id === id || (practitionerId !== undefined && person.practitionerId === practitionerId))
    throw stockErrors.samePerson()
  if (person.kind !== 'person' || !can(person, 'medicines.witness')) throw stockErrors.witnessMayNot()
}

/** A second person proves who they are at the screen of the first, for what is `about`. */
export async function askSecondPerson(
  ctx: Context,
  given: AskSecondPerson,
  from: From,
): Promise<SecondPersonView> {
  if (!can(ctx.actor, 'wardStock.move')) requirePermission(ctx.actor, 'medicines.give')
  const person = await personOf(ctx, given, from)
  requireWitness(ctx, person)
  const minutes = stockRules(dayInVietnam(ctx.now())).secondPersonMinutes
  const expiresAt = new Date(ctx.now().getTime() + minutes * 60_000)
  const id = ctx.newId()
  await tables(ctx.db)
    .insertInto('second_person')
    .values({
      facility: ctx.facility,
      id,
      account: person.id,
      name: person.name,
      practitioner: person.practitionerId ?? null,
      asked_by: ctx.actor.id,
      about: given.about,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute()
  return { id, name: person.name, expiresAt: instantInVietnam(expiresAt) }
}

/** Who signed as the second person, once; refuses what is over, was used, was for something else, or for another first person. */
export async function secondPerson(
  ctx: Context,
  id: string | undefined,
  about: string,
): Promise<SecondPerson | undefined> {
  if (id === undefined) return undefined
  const row = await tables(ctx.db)
    .updateTable('second_person')
    .set({ used_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .where('asked_by', '=', ctx.actor.id)
    .where('about', '=', about)
    .where('expires_at', '>', ctx.now())
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw stockErrors.witnessOver()
  return {
    account: row.account,
    name: row.name,
    ...(row.practitioner ? { practitioner: row.practitioner } : {}),
  }
}
