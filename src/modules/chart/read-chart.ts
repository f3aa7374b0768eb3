import type { AllergyIntolerance, Condition, MedicationRequest, Observation, Patient } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { completedYears, dayInVietnam, isDay } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { recordKnowledge } from '#store/knowledge.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { ChartView, VitalsView } from './contract.ts'
import { labSeries, timeOf, vitalSeries } from './series.ts'
import { allergiesOf, medicinesOf, openVisitOf, paperOf, problemsOf } from './summary.ts'
import { readNewest } from './timeline.ts'

const category = (code: string) => `${cs.observationCategory}|${code}`
const released = 'final,amended,corrected'

/** The newest values that the trends show; older ones are on their own pages. */
const mostVitals = '160'
const mostResults = '240'
const mostPapers = 20

function ageYears(patient: Patient, today: string): number | undefined {
  return patient.birthDate && isDay(patient.birthDate) ? completedYears(patient.birthDate, today) : undefined
}

/** Names of vital signs are texts of the screen: the key goes out. */
const keyAsName = (key: string) => key

/** Opened results are known to whoever opened the chart: told with their versions. */
async function noteView(ctx: Context, patientId: string, results: readonly Observation[]): Promise<void> {
  const own = results.filter((one) => one.code.coding?.some((coding) => coding.system === cs.lab))
  await recordKnowledge(
    ctx,
    'viewed',
    own.map((one) => ({ type: 'Observation', id: one.id ?? '', version: Number(one.meta?.versionId) })),
  )
  await auditView(ctx, { patientId, kind: 'chart', entities: [`Patient/${patientId}`] })
}

/** The newest diagnoses, and the list of problems however long ago they were put on it. */
async function readConditions(ctx: Context, patient: string): Promise<readonly Condition[]> {
  const [newest, listed] = await Promise.all([
    searchResources<Condition>(ctx, 'Condition', { patient, _count: '200' }),
    searchResources<Condition>(ctx, 'Condition', { patient, category: 'problem-list-item', _count: '200' }),
  ])
  return [...new Map([...newest, ...listed].map((one) => [one.id, one])).values()]
}

/** A patient's chart as one answer for one page. Works for imported patients too. */
export async function readChart(ctx: Context, patientId: string): Promise<ChartView> {
  const patient = await readResource<Patient>(ctx, 'Patient', patientId)
  const today = dayInVietnam(ctx.now())
  const of = (more: Readonly<Record<string, string>>) => ({ patient: patientId, ...more })
  const [conditions, allergies, requests, vitals, results, newest] = await Promise.all([
    readConditions(ctx, patientId),
    searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', of({ _count: '50' })),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', of({ status: 'active', _count: '60' })),
    searchResources<Observation>(
      ctx,
      'Observation',
      of({ category: category('vital-signs'), status: released, _count: mostVitals }),
    ),
    searchResources<Observation>(
      ctx,
      'Observation',
      of({ category: category('laboratory'), status: released, _count: mostResults }),
    ),
    readNewest(ctx, patientId),
  ])
  await noteView(ctx, patientId, results.slice(0, 60))
  const openVisit = openVisitOf(newest.encounters, today)
  return {
    patientId,
    problems: problemsOf(conditions, today),
    allergies: allergiesOf(allergies),
    medicines: medicinesOf(requests, today),
    vitals: vitalSeries(vitals, ageYears(patient, today), keyAsName),
    ...labSeries(results),
    papers: newest.documents.slice(0, mostPapers).map(paperOf),
    ...(openVisit ? { openVisit } : {}),
    timeline: newest.timeline,
  }
}

/** Vital signs of a patient as series, for the examination: the last values and how they ran. */
export async function readVitals(ctx: Context, patientId: string): Promise<VitalsView> {
  const [patient, observations] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    searchResources<Observation>(ctx, 'Observation', {
      patient: patientId,
      category: category('vital-signs'),
      status: released,
      _count: mostVitals,
    }),
  ])
  const today = dayInVietnam(ctx.now())
  const newest = observations[0]
  const by = newest?.performer?.[0]?.display
  await auditView(ctx, { patientId, kind: 'vitals', entities: [`Patient/${patientId}`] })
  return {
    vitals: vitalSeries(observations, ageYears(patient, today), keyAsName),
    ...(newest ? { takenAt: timeOf(newest) } : {}),
    ...(by ? { takenBy: by } : {}),
  }
}
