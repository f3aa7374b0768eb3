import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { confirmPerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import type { AskSecondPerson, SecondPersonView } from './contract.ts'
import { stockErrors } from './errors.ts'
import { stockRules } from './rules.ts'
import { tables } from './tables.ts'
import type { Witness } from './write-moves.ts'

export interface SecondPerson extends Witness {
  readonly practitioner?: string
}

/** A second person proves who they are at the screen of the first, for what is `about`. */
export async function askSecondPerson(
  ctx: Context,
  given: AskSecondPerson,
  from: { readonly address: string; readonly userAgent: string },
): Promise<SecondPersonView> {
  const person = await confirmPerson(ctx, { ...from, userName: given.userName, password: given.password })
  if (person.id === ctx.actor.id) throw stockErrors.samePerson()
  if (person.kind !== 'person' || !can(person, 'medicines.witness'))
    throw stockErrors.witnessMayNot({ name: person.name })
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
    })
    .execute()
  return { id, name: person.name, expiresAt: instantInVietnam(expiresAt) }
}

/** Who signed as the second person; refuses what is over, was for something else, or for another first person. */
export async function secondPerson(
  ctx: Context,
  id: string | undefined,
  about: string,
): Promise<SecondPerson | undefined> {
  if (id === undefined) return undefined
  const row = await tables(ctx.db)
    .selectFrom('second_person')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .where('asked_by', '=', ctx.actor.id)
    .where('about', '=', about)
    .where('expires_at', '>', ctx.now())
    .executeTakeFirst()
  if (!row) throw stockErrors.witnessOver()
  return {
    account: row.account,
    name: row.name,
    ...(row.practitioner ? { practitioner: row.practitioner } : {}),
  }
}
