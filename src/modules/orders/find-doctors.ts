import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

/** Doctors by any part of their name, who may have given an order by word. */
export async function findDoctors(ctx: Context, text: string): Promise<{ items: { id: string; name: string }[] }> {
  const [roles, people] = await Promise.all([
    searchResources<PractitionerRole>(ctx, 'PractitionerRole', { role: `${cs.staffRole}|doctor`, _count: '500' }),
    searchResources<Practitioner>(ctx, 'Practitioner', { _count: '1000' }),
  ])
  const doctors = new Set(roles.map((one) => idOf(one.practitioner)))
  const words = fold(text).split(' ').filter(Boolean)
  const items = people
    .filter((one) => doctors.has(one.id ?? '') && one.id !== ctx.actor.practitionerId)
    .map((one) => ({
      id: one.id ?? '',
      name: [one.name?.[0]?.prefix?.[0], one.name?.[0]?.text].filter(Boolean).join(' '),
    }))
    .filter((one) => words.every((word) => fold(one.name).includes(word)))
  return { items: items.sort((a, b) => a.name.localeCompare(b.name, 'vi')).slice(0, 12) }
}
