import type { Encounter, Patient, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf, isUnderWay, recordStateOf } from '#fhir/encounter.ts'
import { cs, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { type OrdersView, readOrders } from '#modules/orders/index.ts'
import { readPrescription } from '#modules/prescriptions/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { search } from '#store/search.ts'
import type { ExamView } from './contract.ts'
import { diagnosesView } from './diagnoses.ts'
import { type Missing, missingParts } from './domain/conclusion.ts'
import type { ExamValues } from './domain/form.ts'
import { proposeSummary, type SummaryFacts } from './domain/summary.ts'
import { findExam, valuesOf } from './exam-response.ts'

/** What a conclusion is judged and proposed by. */
export interface Judged {
  readonly facts: SummaryFacts
  readonly missing: readonly Missing[]
  readonly pendingOrders: number
}

const withComma = (text: string) => text.replace('.', ',')

function resultsOf(orders: OrdersView): SummaryFacts['results'] {
  return orders.orders.flatMap((order) =>
    order.results.map((one) => ({
      name: one.name,
      value:
        one.value === undefined ? (one.text ?? '') : [withComma(one.value), one.unit].filter(Boolean).join(' '),
      abnormal: one.flag !== undefined && one.flag !== 'N',
    })),
  )
}

async function hasVitals(ctx: Context, encounterId: string): Promise<boolean> {
  const page = await search(ctx, 'Observation', {
    encounter: encounterId,
    category: `${cs.observationCategory}|vital-signs`,
    _count: '1',
  })
  return page.matches.length > 0
}

/** Facts of a visit for its conclusion: texts, results, drugs, and what is missing. */
export async function judge(ctx: Context, encounter: Encounter, values: ExamValues): Promise<Judged> {
  const encounterId = encounter.id ?? ''
  const [orders, prescription, vitals] = await Promise.all([
    readOrders(ctx, encounterId),
    readPrescription(ctx, encounterId),
    hasVitals(ctx, encounterId),
  ])
  const inForce = prescription.issued.filter((one) => one.state === 'active').flatMap((one) => one.lines)
  const lines = inForce.length > 0 ? inForce : prescription.lines
  return {
    facts: {
      values,
      results: resultsOf(orders),
      drugs: lines.map(
        (one) => `${one.name}, ${one.dosage.charAt(0).toLowerCase()}${one.dosage.slice(1)}, ${one.days} ngày`,
      ),
    },
    missing: missingParts({
      values,
      hasMainDiagnosis: (encounter.diagnosis ?? []).length > 0,
      hasVitals: vitals,
      draftLines: prescription.lines.length,
      today: dayInVietnam(ctx.now()),
    }),
    pendingOrders: orders.orders.filter((one) => one.state !== 'released' && one.state !== 'cancelled').length,
  }
}

function visitFacts(encounter: Encounter): Partial<ExamView> {
  const place = encounter.location?.[0]?.location
  const number = (system: string) => encounter.identifier?.find((one) => one.system === system)?.value
  const facts = {
    arrivedAt: encounter.period?.start,
    room: place?.display,
    roomId: idOf(place) || undefined,
    recordNumber: number(sid.record),
    queueNumber: number(sid.queue),
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}

function savedFacts(
  stored: QuestionnaireResponse | undefined,
): Pick<ExamView, 'version' | 'status'> & Partial<ExamView> {
  if (!stored) return { version: null, status: 'none' }
  const status = stored.status === 'completed' || stored.status === 'amended' ? stored.status : 'in-progress'
  return {
    version: Number(stored.meta?.versionId),
    status,
    ...(stored.meta?.lastUpdated ? { savedAt: stored.meta.lastUpdated } : {}),
    ...(stored.author?.display ? { savedBy: stored.author.display } : {}),
  }
}

/** The examination of a visit, with what its screen needs at once. The reason of the visit is taken from reception. */
export async function readExam(ctx: Context, encounterId: string): Promise<ExamView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const [patient, stored] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    findExam(ctx, encounterId),
  ])
  const reason = encounter.reasonCode?.[0]?.text
  const values: ExamValues = stored ? valuesOf(stored) : reason ? { reason } : {}
  const [judged, diagnoses] = await Promise.all([
    judge(ctx, encounter, values),
    diagnosesView(ctx, encounter, patient),
  ])
  await auditView(ctx, { patientId, kind: 'exam', entities: [`Encounter/${encounterId}`] })
  return {
    encounterId,
    patientId,
    visitStatus: encounter.status,
    recordState: recordStateOf(encounter),
    ...visitFacts(encounter),
    ...savedFacts(stored),
    values,
    proposal: proposeSummary(judged.facts),
    editable: isUnderWay(encounter) && stored?.status !== 'completed',
    diagnoses,
    missing: [...judged.missing],
    pendingOrders: judged.pendingOrders,
  }
}
