import type { Organization } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import { knownAccounts, titleOfRole } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { refusableRoles } from './policies.ts'
import type { Refusable } from './refusal-contract.ts'

const shown = 20

/** Roles, departments and people whom a patient can refuse, by words of their names. */
export async function refusable(ctx: Context, text: string): Promise<readonly Refusable[]> {
  const words = fold(text).split(' ').filter(Boolean)
  const all = [...roles(ctx), ...(await departments(ctx)), ...(await people(ctx))]
  return all
    .filter(({ name, note = '' }) => words.every((word) => fold(`${name} ${note}`).includes(word)))
    .slice(0, shown)
}

const roles = (ctx: Context): readonly Refusable[] =>
  refusableRoles.map((id) => ({ kind: 'role', id, name: titleOfRole(id, ctx.language), note: undefined }))

async function departments(ctx: Context): Promise<readonly Refusable[]> {
  const found = await searchResources<Organization>(ctx, 'Organization', { _count: '500' })
  return found
    .filter(({ identifier }) => identifier?.some(({ system }) => system === cs.department))
    .map(({ id = '', name = id }) => ({ kind: 'department' as const, id, name, note: undefined }))
    .toSorted(byName)
}

async function people(ctx: Context): Promise<readonly Refusable[]> {
  const staff = await knownAccounts(ctx, 'staff')
  return staff
    .map(({ practitionerId = '', name, roles: held }) => ({
      kind: 'person' as const,
      id: practitionerId,
      name,
      note: held.map((role) => titleOfRole(role, ctx.language)).join(', '),
    }))
    .toSorted(byName)
}

const byName = (a: Refusable, b: Refusable) => a.name.localeCompare(b.name, 'vi')
