import type { Condition, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ageText } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { type AdmissionTask, admissionCode, waitingTasks } from './asked.ts'
import type { Admission, Asked } from './asked-contract.ts'
import { freeBedCounts } from './board-rows.ts'
import { departmentNames, peopleNamed } from './names.ts'

/** Patients whom visits send to a department and who are not in the hospital yet; the urgent first, then who waits longest. */
export async function askedOf(ctx: Context, department: string): Promise<Asked[]> {
  const tasks = await waitingTasks(ctx, { owner: `Organization/${department}` })
  if (tasks.length === 0) return []
  const [people, visits] = await Promise.all([
    peopleNamed(
      ctx,
      tasks.map((one) => idOf(one.for)),
    ),
    searchResources<Encounter>(ctx, 'Encounter', { _id: tasks.map((one) => idOf(one.focus)).join(',') }),
  ])
  const visitOf = new Map(visits.map((one) => [one.id ?? '', one]))
  const diagnoses = await mainDiagnoses(ctx, visits)
  const today = dayInVietnam(ctx.now())
  return tasks
    .map((task): Asked => {
      const person = people.get(idOf(task.for))
      const visit = visitOf.get(idOf(task.focus))
      return {
        id: task.id,
        visitId: idOf(task.focus),
        patientId: idOf(task.for),
        name: person?.name ?? task.for?.display ?? '',
        sex: person?.sex ?? 'unknown',
        from: visit?.location?.[0]?.location?.display ?? '',
        emergency: visit?.class?.code === 'EMER',
        reason: task.reasonCode?.text ?? '',
        urgent: task.priority === 'urgent',
        askedAt: task.authoredOn ?? '',
        askedBy: task.requester?.display ?? '',
        ...present({
          ageText: ageText(person?.birth_date ?? undefined, today, ctx.language),
          diagnosis: diagnoses.get(idOf(task.focus)),
        }),
      }
    })
    .toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || Date.parse(a.askedAt) - Date.parse(b.askedAt))
}

/** The text of the main diagnosis of each visit that has one. */
async function mainDiagnoses(ctx: Context, visits: readonly Encounter[]): Promise<ReadonlyMap<string, string>> {
  const mainOf = new Map(
    visits.flatMap((one): [string, string][] => {
      const first = one.diagnosis?.toSorted((a, b) => (a.rank ?? 9) - (b.rank ?? 9))[0]
      return first ? [[one.id ?? '', idOf(first.condition)]] : []
    }),
  )
  if (mainOf.size === 0) return new Map()
  const found = await searchResources<Condition>(ctx, 'Condition', { _id: [...mainOf.values()].join(',') })
  const texts = new Map(found.map((one) => [one.id ?? '', one.code?.text ?? '']))
  return new Map([...mainOf].flatMap(([visit, id]) => (texts.get(id) ? [[visit, texts.get(id) ?? '']] : [])))
}

const states = { requested: 'asked', completed: 'admitted', rejected: 'refused', cancelled: 'withdrawn' } as const

/** Where the admission of a visit stands, and which wards could take the patient. */
export async function admissionOf(ctx: Context, visitId: string): Promise<Admission> {
  const [names, free, found] = await Promise.all([
    departmentNames(ctx),
    freeBedCounts(ctx),
    searchResources<AdmissionTask>(ctx, 'Task', { code: admissionCode, focus: `Encounter/${visitId}` }),
  ])
  const last = found.toSorted((a, b) => (a.authoredOn ?? '').localeCompare(b.authoredOn ?? '')).at(-1)
  return {
    departments: [...names].map(([id, name]) => ({ id, name, free: free.get(id) ?? 0 })),
    ...present({ last: last && lastAsked(last) }),
  }
}

function lastAsked(task: AdmissionTask): NonNullable<Admission['last']> {
  return {
    id: task.id,
    state: states[task.status as keyof typeof states] ?? 'withdrawn',
    department: task.owner?.display ?? '',
    askedAt: task.authoredOn ?? '',
    urgent: task.priority === 'urgent',
    ...present({
      why: task.statusReason?.text,
      by: task.note?.at(-1)?.authorString,
      stayId: idOf(task.output?.[0]?.valueReference) || undefined,
    }),
  }
}
