import type {
  AllergyIntolerance,
  Condition,
  MedicationRequest,
  Practitioner,
  Procedure,
  QuestionnaireResponse,
  Resource,
} from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Environment } from '#fhir/sdc/index.ts'
import { cs } from '#fhir/systems.ts'
import { readVisit, type VisitSources } from '#modules/documents/index.ts'
import { readOrders } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { allergyFacts, factsOf } from './facts.ts'
import { extractedBy } from './fill.ts'
import { labourFacts } from './labour-facts.ts'

/** Diagnoses of a visit, the main one first; one that was also that of the admission stands where it ranks best. */
function ranked({ encounter, conditions }: VisitSources): readonly Condition[] {
  const ranks = new Map<string, number>()
  for (const [at, { condition, rank = at + 1 }] of (encounter.diagnosis ?? []).entries()) {
    const id = idOf(condition)
    ranks.set(id, Math.min(rank, ranks.get(id) ?? rank))
  }
  const wrong = (one: Condition) => one.verificationStatus?.coding?.some(({ code }) => code === 'entered-in-error')
  return conditions
    .filter((one) => ranks.has(one.id ?? '') && !wrong(one))
    .sort((a, b) => (ranks.get(a.id ?? '') ?? 0) - (ranks.get(b.id ?? '') ?? 0))
}

function drugText(one: MedicationRequest): string {
  const name = one.medicationCodeableConcept?.text ?? one.medicationReference?.display ?? ''
  return [name, one.dosageInstruction?.[0]?.text].filter(Boolean).join(', ')
}

/** What a stay ends with is no part of its treatment. */
const isTakenHome = ({ category }: MedicationRequest) =>
  (category ?? []).some(({ coding = [] }) =>
    coding.some(({ system, code }) => system === cs.medicationRequestCategory && code === 'discharge'),
  )

const inForce = new Set(['active', 'completed'])

/** Values of `%name` in the expressions of a form, for one visit and the person who fills in. */
export async function environmentOf(ctx: Context, encounterId: string): Promise<Environment> {
  const visit = await readVisit(ctx, encounterId)
  const patient = `Patient/${visit.patient.id}`
  const encounter = `Encounter/${encounterId}`
  const { practitionerId } = ctx.actor
  const [orders, requests, procedures, problems, user, labour] = await Promise.all([
    readOrders(ctx, encounterId),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', { encounter, _count: '200' }),
    searchResources<Procedure>(ctx, 'Procedure', { encounter, _count: '100' }),
    searchResources<Condition>(ctx, 'Condition', { patient, category: 'problem-list-item', _count: '100' }),
    practitionerId ? findResource<Practitioner>(ctx, 'Practitioner', practitionerId) : undefined,
    visit.patient.gender === 'female' ? labourFacts(ctx, encounter) : {},
  ])
  const medications = requests.filter(({ status }) => inForce.has(status ?? ''))
  const facts = factsOf({
    visit,
    orders,
    drugs: medications.filter((one) => !isTakenHome(one)).map(drugText),
    procedures,
    user,
    now: ctx.now(),
  })
  return {
    patient: visit.patient,
    encounter: visit.encounter,
    conditions: ranked(visit),
    problems,
    allergies: visit.allergies,
    medications,
    facts: { ...facts, ...labour },
    ...(user ? { user } : {}),
    ...(visit.facility ? { facility: visit.facility } : {}),
    ...(visit.department ? { department: visit.department } : {}),
    ...(visit.coverage ? { coverage: visit.coverage } : {}),
  }
}

const said = ['conditions', 'problems', 'allergies', 'medications'] as const

/** What was known without a fill: what it said itself when it was completed before is not news to it. */
export function withoutOwn(environment: Environment, response: QuestionnaireResponse): Environment {
  const own = new Set(extractedBy(response))
  if (own.size === 0) return environment
  const others = said.map((name) => {
    const all = (environment[name] ?? []) as readonly Resource[]
    return [name, all.filter((one) => !own.has(`${one.resourceType}/${one.id}`))] as const
  })
  const left = Object.fromEntries(others)
  const {
    allergies: _names,
    allergyText: _text,
    ...facts
  } = environment['facts'] as Readonly<Record<string, unknown>>
  const without = allergyFacts(left['allergies'] as readonly AllergyIntolerance[])
  return { ...environment, ...left, facts: { ...facts, ...without } }
}
