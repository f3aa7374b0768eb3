import type { Organization, Practitioner, PractitionerRole, Reference } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Person } from './contract.ts'

/** Who acts, as resources name them. */
export const actorOf = ({ actor }: Context): Reference => ({
  display: actor.name,
  ...present({ reference: actor.practitionerId && `Practitioner/${actor.practitionerId}` }),
})

/** Roles whose holders are invited to speak about a patient. */
const invitedRoles = ['doctor', 'nurse', 'pharmacy', 'imaging', 'laboratory', 'director']

function personOf(
  one: Practitioner,
  role: PractitionerRole | undefined,
  departments: ReadonlyMap<string, string>,
): Person {
  const [name] = one.name ?? []
  return {
    id: one.id ?? '',
    name: [name?.prefix?.[0], name?.text].filter(Boolean).join(' '),
    ...present({
      title: role?.code?.[0]?.text,
      department: departments.get(idOf(role?.organization)),
      departmentId: idOf(role?.organization) || undefined,
    }),
  }
}

async function departmentNames(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const found = await searchResources<Organization>(ctx, 'Organization', { _count: '500' })
  return new Map(found.map((one) => [one.id ?? '', one.name ?? one.id ?? '']))
}

/** Departments that can be invited: those of the facility, by name. */
export async function invitableDepartments(ctx: Context): Promise<{ id: string; name: string }[]> {
  const found = await searchResources<Organization>(ctx, 'Organization', { _count: '500' })
  return found
    .filter(({ identifier }) => identifier?.some(({ system }) => system === cs.department))
    .map((one) => ({ id: one.id ?? '', name: one.name ?? one.id ?? '' }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** Ids of the departments that the person works in. */
export async function ownDepartments(ctx: Context): Promise<ReadonlySet<string>> {
  const codes = ctx.actor.departments
  if (codes.length === 0) return new Set()
  const found = await searchResources<Organization>(ctx, 'Organization', {
    identifier: codes.map((code) => `${cs.department}|${code}`).join(','),
  })
  return new Set(found.map(({ id }) => id ?? ''))
}

/** People by id, with what they are and where. */
export async function peopleOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  if (wanted.length === 0) return new Map()
  const [people, roles, departments] = await Promise.all([
    searchResources<Practitioner>(ctx, 'Practitioner', { _id: wanted.join(','), _count: '500' }),
    searchResources<PractitionerRole>(ctx, 'PractitionerRole', {
      practitioner: wanted.map((id) => `Practitioner/${id}`).join(','),
      _count: '500',
    }),
    departmentNames(ctx),
  ])
  const roleOf = (id: string) => roles.find((one) => idOf(one.practitioner) === id)
  return new Map(people.map((one) => [one.id ?? '', personOf(one, roleOf(one.id ?? ''), departments)]))
}

/** People who can be invited, by any part of their name, title or department. */
export async function findPeople(ctx: Context, text: string): Promise<{ items: Person[] }> {
  const roles = await searchResources<PractitionerRole>(ctx, 'PractitionerRole', {
    role: invitedRoles.map((role) => `${cs.staffRole}|${role}`).join(','),
    _count: '1000',
  })
  const people = await peopleOf(
    ctx,
    roles.map((one) => idOf(one.practitioner)),
  )
  const words = fold(text).split(' ').filter(Boolean)
  const matches = ({ name, title = '', department = '' }: Person) => {
    const folded = fold(`${name} ${title} ${department}`)
    return words.every((word) => folded.includes(word))
  }
  return {
    items: [...people.values()]
      .filter(matches)
      .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
      .slice(0, 20),
  }
}
