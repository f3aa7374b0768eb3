import type { Condition, Encounter, Location, Organization, Patient, Resource } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { lastMeasured } from '#modules/vitals/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { CourseRow, WardRound, WardStay } from './contract.ts'
import { courseRows, sheetsOf } from './sheet.ts'
import { dayOfStay } from './stay.ts'

type InBed = Encounter & { id: string }

const bedRef = ({ location }: Encounter) => location?.find(({ status }) => status === 'active')?.location

/** Patients in the beds of a department in the order of their beds, with what today's round has done. */
export async function wardRound(ctx: Context, wanted: string | undefined): Promise<WardRound> {
  const inBeds = await searchResources<InBed>(ctx, 'Encounter', {
    class: 'IMP',
    status: 'in-progress',
    _count: '500',
  })
  const byDepartment = Map.groupBy(inBeds, (one) => idOf(one.serviceProvider))
  const departments = await departmentsOf(ctx, byDepartment)
  const own = departments.find(({ code }) => ctx.actor.departments.includes(code ?? ''))
  const department = wanted ?? own?.id ?? departments[0]?.id
  const stays = await staysOf(ctx, byDepartment.get(department ?? '') ?? [])
  await auditView(ctx, {
    kind: 'ward.round',
    entities: stays.map(({ encounterId }) => `Encounter/${encounterId}`),
  })
  return {
    departments: departments.map(({ id, name, stays: count }) => ({ id, name, stays: count })),
    stays: [...stays],
    ...present({ department }),
  }
}

async function departmentsOf(ctx: Context, byDepartment: ReadonlyMap<string, readonly InBed[]>) {
  const found = await byId<Organization>(ctx, 'Organization', [...byDepartment.keys()])
  return [...byDepartment]
    .map(([id, stays]) => {
      const one = found.get(id)
      const code = one?.identifier?.find(({ system }) => system === cs.department)?.value
      return { id, name: one?.name ?? stays[0]?.serviceProvider?.display ?? id, stays: stays.length, code }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}

async function byId<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids.filter(Boolean))]
  if (wanted.length === 0) return new Map()
  const found = await searchResources<T>(ctx, type, { _id: wanted.join(','), _count: '500' })
  return new Map(found.map((one) => [one.id ?? '', one]))
}

async function staysOf(ctx: Context, stays: readonly InBed[]): Promise<readonly WardStay[]> {
  const ids = stays.map(({ id }) => id)
  const mainOf = (one: InBed) => one.diagnosis?.toSorted((a, b) => (a.rank ?? 9) - (b.rank ?? 9))[0]?.condition
  const [people, beds, conditions, measured, sheets] = await Promise.all([
    byId<Patient>(
      ctx,
      'Patient',
      stays.map((one) => idOf(one.subject)),
    ),
    byId<Location>(
      ctx,
      'Location',
      stays.map((one) => idOf(bedRef(one))),
    ),
    byId<Condition>(
      ctx,
      'Condition',
      stays.map((one) => idOf(mainOf(one))),
    ),
    lastMeasured(ctx, ids),
    sheetsOf(ctx, ids),
  ])
  const today = dayInVietnam(ctx.now())
  const rowsOf = (id: string) =>
    courseRows(
      ctx,
      sheets.filter((one) => idOf(one.encounter) === id),
    )
  return stays
    .map((one): WardStay => {
      const person = people.get(idOf(one.subject))
      const warning = measured.get(one.id)?.warning
      const condition = conditions.get(idOf(mainOf(one)))
      return {
        encounterId: one.id,
        patientId: idOf(one.subject),
        name: person?.name?.[0]?.text ?? one.subject?.display ?? '',
        sex: person?.gender ?? 'unknown',
        bed: beds.get(idOf(bedRef(one)))?.name ?? bedRef(one)?.display ?? '',
        day: dayOfStay(one.period?.start ?? ctx.now().toISOString(), ctx.now()),
        course: courseOfDay(rowsOf(one.id), today),
        ...present({
          birthDate: person?.birthDate,
          diagnosis: condition?.code?.text ?? one.reasonCode?.[0]?.text,
          warning: warning && { score: warning.score, total: warning.total, red: warning.red },
        }),
      }
    })
    .toSorted((a, b) => a.bed.localeCompare(b.bed, 'vi', { numeric: true }))
}

function courseOfDay(rows: readonly CourseRow[], today: string): WardStay['course'] {
  const ofToday = rows.filter((one) => one.state !== 'struck' && dayInVietnam(new Date(one.at)) === today)
  if (ofToday.some(({ state }) => state === 'signed')) return 'signed'
  return ofToday.length > 0 ? 'draft' : 'none'
}
