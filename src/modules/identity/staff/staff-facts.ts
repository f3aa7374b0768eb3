import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { readAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { staffRules } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import type { EndingCertificate, StaffFacts, StaffView } from './contract.ts'
import { listDepartments } from './departments.ts'

async function practitionerOf(ctx: Context, account: string): Promise<Practitioner & { id: string }> {
  const { practitioner_id: id } = await readAccount(ctx, account)
  if (!id) throw identityErrors.noPractitioner()
  return { ...(await readResource<Practitioner>(ctx, 'Practitioner', id)), id }
}

const rolesOf = (ctx: Context, practitioner: string) =>
  searchResources<PractitionerRole>(ctx, 'PractitionerRole', { practitioner: `Practitioner/${practitioner}` })

const licenceOf = ({ identifier }: Practitioner) => identifier?.find(({ system }) => system === sid.licence)?.value

/** Licence, certificates and departments of a person of the staff, as Practitioner and PractitionerRole hold them. */
export async function readStaffFacts(ctx: Context, account: string): Promise<StaffView> {
  const practitioner = await practitionerOf(ctx, account)
  const departments = await listDepartments(ctx)
  const codes = new Map(departments.map(({ code, id }) => [`Organization/${id}`, code]))
  const roles = await rolesOf(ctx, practitioner.id)
  return {
    ...present({ licence: licenceOf(practitioner) }),
    certificates: (practitioner.qualification ?? []).map(({ code, identifier, period }) => ({
      name: code?.text ?? '',
      ...present({ number: identifier?.[0]?.value, from: period?.start, to: period?.end }),
    })),
    assignments: roles.flatMap(({ organization, period }) => {
      const department = codes.get(organization?.reference ?? '')
      return department ? [{ department, ...present({ from: period?.start, to: period?.end }) }] : []
    }),
    departments: departments.map(({ code, name }) => ({ code, name })),
  }
}

/** Writes the facts anew: the dates of departments the person has, new departments as new roles, gone ones ended today. */
export async function writeStaffFacts(ctx: Context, account: string, facts: StaffFacts): Promise<void> {
  const practitioner = await practitionerOf(ctx, account)
  const ids = new Map((await listDepartments(ctx)).map(({ code, id }) => [code, id]))
  const unknown = facts.assignments.find(({ department }) => !ids.has(department))
  if (unknown) throw identityErrors.departmentUnknown({ department: unknown.department })
  const others = (practitioner.identifier ?? []).filter(({ system }) => system !== sid.licence)
  const identifier = [...others, ...(facts.licence ? [{ system: sid.licence, value: facts.licence }] : [])]
  const written: Practitioner = {
    ...practitioner,
    identifier,
    qualification: facts.certificates.map(({ name, number, from, to }) => ({
      code: { text: name },
      ...(number ? { identifier: [{ value: number }] } : {}),
      ...(from || to ? { period: present({ start: from, end: to }) } : {}),
    })),
  }
  const { qualification, identifier: kept, ...rest } = written
  const resource: Practitioner = {
    ...rest,
    ...(kept?.length ? { identifier: kept } : {}),
    ...(qualification?.length ? { qualification } : {}),
  }
  const changes = await roleChanges(ctx, practitioner, { facts, ids })
  await commit(ctx, [{ kind: 'update', resource }, ...changes])
  await audit(ctx, 'staff-update', 'success', { account, certificates: facts.certificates.length })
}

interface Wanted {
  readonly facts: StaffFacts
  /** Organization of each department. */
  readonly ids: ReadonlyMap<string, string>
}

async function roleChanges(
  ctx: Context,
  practitioner: Practitioner & { id: string },
  { facts, ids }: Wanted,
): Promise<Change[]> {
  const roles = await rolesOf(ctx, practitioner.id)
  const today = dayInVietnam(ctx.now())
  const referenceOf = (department: string) => `Organization/${ids.get(department)}`
  const wanted = new Map(facts.assignments.map((one) => [referenceOf(one.department), one]))
  const had = new Set(roles.map(({ organization }) => organization?.reference))
  const changed = roles.flatMap((role): Change[] => {
    const one = wanted.get(role.organization?.reference ?? '')
    const { period: before, ...rest } = role
    const period = one ? present({ start: one.from, end: one.to }) : { ...before, end: before?.end ?? today }
    const has = Object.keys(period).length > 0
    return [{ kind: 'update', resource: { ...rest, ...(has ? { period } : {}) } }]
  })
  const added = [...wanted].flatMap(([reference, one]): Change[] => {
    if (had.has(reference)) return []
    const period = present({ start: one.from, end: one.to })
    const resource: PractitionerRole = {
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference: `Practitioner/${practitioner.id}` },
      organization: { reference },
      ...(Object.keys(period).length > 0 ? { period } : {}),
    }
    return [{ kind: 'create', resource }]
  })
  return [...changed, ...added]
}

/** Certificates that are over or end soon, the next first. */
export async function endingCertificates(ctx: Context): Promise<EndingCertificate[]> {
  const staff = await searchResources<Practitioner>(ctx, 'Practitioner', { _count: '1000' })
  const today = dayInVietnam(ctx.now())
  const until = dayInVietnam(new Date(ctx.now().getTime() + staffRules.warnDays * 86_400_000))
  return staff
    .flatMap(({ id = '', name, qualification = [] }) =>
      qualification.flatMap(({ code, period }) => {
        const to = period?.end?.slice(0, 10)
        if (!to || to > until) return []
        return [{ practitioner: id, person: name?.[0]?.text ?? '', name: code?.text ?? '', to, over: to < today }]
      }),
    )
    .sort((a, b) => (a.to < b.to ? -1 : 1))
}
