import type { Encounter, Identifier, Patient } from '@medplum/fhirtypes'
import { closedStates, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ageText, listAllergies } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Kept, MergeSide } from './contract.ts'

const kinds: Readonly<Record<string, string>> = {
  [sid.mrn]: 'mrn',
  [sid.cccd]: 'cccd',
  [sid.oldIdCard]: 'oldIdCard',
  [sid.passport]: 'passport',
  [sid.bhyt]: 'bhyt',
}

type Particulars = Omit<MergeSide, 'allergies' | 'visits' | 'closedVisits' | 'lastVisitOn'>
type Care = Pick<MergeSide, 'allergies' | 'visits' | 'closedVisits' | 'lastVisitOn'>

/** What a person compares of an entry, read from the resource alone. */
export function particularsOf(ctx: Context, patient: Patient): Particulars {
  const names = (patient.name ?? []).map((one) => ({ old: one.use === 'old', text: textOf(one) }))
  const own = names.find((one) => !one.old) ?? names[0]
  return {
    id: patient.id ?? '',
    version: Number(patient.meta?.versionId ?? 1),
    name: own?.text ?? '',
    formerNames: [...new Set(names.filter((one) => one !== own).map((one) => one.text))],
    sex: patient.gender ?? 'unknown',
    numbers: (patient.identifier ?? []).map(numberOf),
    phones: (patient.telecom ?? []).map((one) => kept(one.system ?? 'phone', one.value, one.use === 'old')),
    addresses: (patient.address ?? []).map((one) => {
      const parts = [...(one.line ?? []), one.city, one.district, one.state].filter(Boolean)
      return kept('address', one.text ?? parts.join(', '), one.use === 'old' || one.period?.end !== undefined)
    }),
    ...present({
      birthDate: patient.birthDate,
      ageText: ageText(patient.birthDate, dayInVietnam(ctx.now()), ctx.language),
    }),
  }
}

/** What was done for an entry: visits, those that are closed, allergies. */
export async function careOf(ctx: Context, id: string): Promise<Care> {
  const found = await searchResources<Encounter>(ctx, 'Encounter', { subject: `Patient/${id}` })
  const visits = found.filter((one) => !one.partOf && one.status !== 'entered-in-error')
  const { state, items } = await listAllergies(ctx, id)
  const days = visits.map((one) => one.period?.start?.slice(0, 10) ?? '').sort()
  return {
    allergies: { state, items: (items ?? []).map((one) => one.substance) },
    visits: visits.length,
    closedVisits: visits.filter(isClosed).length,
    ...present({ lastVisitOn: days.at(-1) || undefined }),
  }
}

/** Completed and archived records are never rewritten (migration 0090, decision 43). */
function isClosed(visit: Encounter): boolean {
  const state = visit.extension?.find((one) => one.url === ext.recordState)?.valueCode
  return state !== undefined && closedStates.has(state)
}

function numberOf(identifier: Identifier): Kept {
  const former = identifier.use === 'old' || identifier.period?.end !== undefined
  return kept(kinds[identifier.system ?? ''] ?? 'other', identifier.value, former)
}

const kept = (kind: string, value: string | undefined, former: boolean): Kept => ({
  kind,
  value: value ?? '',
  former,
})

const textOf = (name: { text?: string; family?: string; given?: string[] }) =>
  name.text ?? [name.family, ...(name.given ?? [])].filter(Boolean).join(' ')
