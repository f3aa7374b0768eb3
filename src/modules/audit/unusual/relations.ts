import type { Patient, Practitioner } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { searchResources } from '#store/search.ts'
import { byId } from '../list-audit.ts'
import type { RelationKind } from './rules.ts'

export interface Relation {
  readonly patient: string
  readonly kind: RelationKind
}

/** Finds anew, once a day, which patients each member of staff knows in private life. */
export const findRelations: Job = {
  name: 'audit.find-relations',
  everySeconds: 86_400,
  async run(ctx) {
    const staff = await knownAccounts(ctx, 'staff')
    const practitioners = await byId<Practitioner>(
      ctx,
      'Practitioner',
      staff.map(({ practitionerId }) => practitionerId),
    )
    for (const { id, practitionerId } of staff) {
      const person = practitioners.get(practitionerId ?? '')
      await keep(ctx, id, person ? await relationsOf(ctx, person) : [])
    }
    return { expected: staff.length, processed: staff.length, failed: 0 }
  },
}

async function keep(ctx: Context, account: string, relations: readonly Relation[]): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await sql`delete from audit_relation where facility = ${tx.facility} and account = ${account}`.execute(tx.db)
    await sql`
      insert into audit_relation (facility, account, patient, kind)
      select ${tx.facility}, ${account}, x.patient, x.kind
      from unnest(${relations.map((one) => one.patient)}::text[], ${relations.map((one) => one.kind)}::text[])
        as x(patient, kind)
      on conflict do nothing`.execute(tx.db)
  })
}

/** By personal number or name and birthday; by telephone and address; by street. */
async function relationsOf(ctx: Context, person: Practitioner): Promise<readonly Relation[]> {
  const own = await samePerson(ctx, person)
  const relations = own.map((patient): Relation => ({ patient, kind: 'own' }))
  const known = new Set(own)
  const add = (kind: RelationKind, patients: readonly Patient[]) => {
    for (const { id } of patients)
      if (id !== undefined && !known.has(id)) {
        known.add(id)
        relations.push({ patient: id, kind })
      }
  }
  for (const { system, value } of person.telecom ?? [])
    if (system === 'phone' && value) add('household', await find(ctx, { phone: value }))
  const street = person.address?.[0]?.text && streetOf(person.address[0].text)
  if (!street) return relations
  const near = await find(ctx, { 'address:contains': street })
  const home = fold(person.address?.[0]?.text ?? '')
  const at = (patient: Patient) => (patient.address ?? []).map(({ text }) => fold(text ?? ''))
  add(
    'household',
    near.filter((one) => at(one).includes(home)),
  )
  add(
    'neighbour',
    near.filter((one) => at(one).some((text) => text.endsWith(fold(street)))),
  )
  return relations
}

async function samePerson(ctx: Context, person: Practitioner): Promise<readonly string[]> {
  const number = person.identifier?.find(({ system }) => system === sid.cccd)?.value
  const found = number === undefined ? [] : await find(ctx, { identifier: `${sid.cccd}|${number}` })
  const name = fold(person.name?.[0]?.text ?? '')
  if (name && person.birthDate)
    found.push(
      ...(await find(ctx, { birthdate: person.birthDate })).filter((one) =>
        (one.name ?? []).some(({ text }) => fold(text ?? '') === name),
      ),
    )
  return [...new Set(found.flatMap(({ id }) => id ?? []))]
}

const most = '500'

async function find(ctx: Context, query: Readonly<Record<string, string>>): Promise<Patient[]> {
  return [...(await searchResources<Patient>(ctx, 'Patient', { ...query, _count: most }))]
}

/**
 * A Vietnamese address without the number of the house: `Số 1 phố Thử Nghiệm, Phường Ba Đình, Hà Nội` lies in `phố Thử
 * Nghiệm, Phường Ba Đình, Hà Nội`. Undefined when no street is named: a whole ward is no neighbourhood.
 */
export function streetOf(address: string): string | undefined {
  const street = address.replace(/^\s*(?:(?:số|nhà|số nhà)\s+)?\d[\p{L}\d/.-]*\s*,?\s*/iu, '').trim()
  return street.split(',').length >= 3 ? street : undefined
}
