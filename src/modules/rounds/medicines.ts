import { readFileSync } from 'node:fs'
import type { MedicationRequest } from '@medplum/fhirtypes'
import { drugOf } from '#fhir/drug-of-request.ts'
import { orderEventsOf } from '#fhir/order-marks.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { drugLineOf, isWardDrug } from '#modules/drug-orders/index.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { RoundMedicine } from './contract.ts'
import { type CourseOfDrug, dayOfCourse } from './domain/counted-days.ts'
import { ofStay, type Stay } from './stay.ts'

interface CountedDays {
  readonly groups: readonly { readonly atc: string; readonly kind: string }[]
}

const counted = JSON.parse(
  readFileSync(new URL('../../../data/rules/counted-days.json', import.meta.url), 'utf8'),
) as CountedDays

type Request = MedicationRequest & { id: string }

const dayOf = (at: string | undefined, otherwise: Date) => dayInVietnam(at ? new Date(at) : otherwise)

const firstMoment = ({ dosageInstruction, authoredOn }: Request) => {
  const timing = dosageInstruction?.[0]?.timing
  return timing?.event?.[0] ?? timing?.repeat?.boundsPeriod?.start ?? authoredOn
}

/** Days of one order; it runs on to its end, to when it was stopped, or to today. */
function courseOf(request: Request, now: Date): CourseOfDrug {
  const timing = request.dosageInstruction?.[0]?.timing
  const stopped = orderEventsOf(request).findLast(({ state }) => state === 'stopped')?.at
  const last = stopped ?? timing?.event?.[0] ?? timing?.repeat?.boundsPeriod?.end
  return {
    key: substancesOf(request),
    from: dayOf(firstMoment(request), now),
    to: request.status === 'active' ? dayOf(undefined, now) : dayOf(last, now),
  }
}

const substancesOf = (request: Request) =>
  drugOf(request)
    .ingredients.map(({ code }) => code)
    .sort()
    .join('+')

const stateOf = (request: Request, since: string): RoundMedicine['state'] | undefined => {
  if (request.status === 'active' || request.status === 'on-hold') return request.status
  const stoppedAt = orderEventsOf(request).findLast(({ state }) => state === 'stopped')?.at
  return request.status === 'stopped' && isAfter(stoppedAt, since) ? 'stopped' : undefined
}

/** Drugs of a stay that are given, or were stopped since the last round, with the day of those that are counted. */
export async function roundMedicines(ctx: Context, stay: Stay, since: string): Promise<readonly RoundMedicine[]> {
  const [found, { drugs }] = await Promise.all([
    searchResources<Request>(ctx, 'MedicationRequest', { ...ofStay(stay), _count: '300' }),
    readDrugCatalogue(ctx),
  ])
  const now = ctx.now()
  const placed = found.filter(
    (one) => isWardDrug(one) && one.status !== 'entered-in-error' && one.status !== 'draft',
  )
  const courses = placed.map((one) => courseOf(one, now))
  const countedDay = (request: Request) => {
    const atc = drugs.get(drugOf(request).code)?.atc ?? ''
    const kind = counted.groups.find((one) => atc.startsWith(one.atc))?.kind
    if (!kind) return {}
    const day = dayOfCourse(courses, substancesOf(request), dayInVietnam(now))
    return present({ counted: kind, day, days: drugLineOf(request)?.days })
  }
  return placed
    .flatMap((request): RoundMedicine[] => {
      const state = stateOf(request, since)
      if (!state) return []
      const name = request.medicationCodeableConcept?.text ?? ''
      const detail = request.dosageInstruction?.[0]?.text ?? ''
      const ordered = { since: request.authoredOn ?? '', isNew: isAfter(request.authoredOn, since) }
      return [{ id: request.id, name, detail, state, ...ordered, ...countedDay(request) }]
    })
    .toSorted((a, b) => a.since.localeCompare(b.since) || a.name.localeCompare(b.name, 'vi'))
}

export const isAfter = (at: string | undefined, since: string): boolean =>
  at !== undefined && Date.parse(at) > Date.parse(since)
