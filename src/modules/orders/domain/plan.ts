import type {
  ActivityDefinition,
  CodeableConcept,
  Dosage,
  PlanDefinition,
  PlanDefinitionAction,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'

/** One order that a protocol proposes. */
export interface Proposal {
  readonly title: string
  /** FHIRPath expressions that must all hold; over %age, %ageMonths, %sex, %weight, %diagnoses, %labs. */
  readonly conditions: readonly string[]
  readonly kind: string
  readonly code: string
  readonly urgent: boolean
  readonly note: string
  readonly dosage: Dosage | undefined
  /** FHIRPath of the dose, where it goes by weight. */
  readonly doseExpression: string | undefined
}

export interface Protocol {
  readonly code: string
  readonly name: string
  readonly note: string
  readonly source: string
  readonly from: string
  readonly to: string
  readonly conditions: readonly string[]
  readonly proposals: readonly Proposal[]
}

const codeIn = (concept: CodeableConcept | undefined, system: string) =>
  concept?.coding?.find((one) => one.system === system)?.code

const conditionsOf = (action: PlanDefinitionAction) =>
  (action.condition ?? []).flatMap((one) =>
    one.kind === 'applicability' && one.expression?.language === 'text/fhirpath'
      ? (one.expression.expression ?? [])
      : [],
  )

function proposal(action: PlanDefinitionAction, activity: ActivityDefinition): Proposal | undefined {
  const drug = codeIn(activity.productCodeableConcept, cs.drug)
  const kind = drug ? 'drug' : activity.topic?.flatMap((one) => codeIn(one, cs.orderKind) ?? [])[0]
  const code = drug ?? activity.code?.coding?.[0]?.code
  if (!kind || !code) return undefined
  const dose = activity.dynamicValue?.find((one) => one.path === 'dosage.doseAndRate.doseQuantity.value')
  return {
    title: action.title ?? activity.title ?? code,
    conditions: conditionsOf(action),
    kind,
    code,
    urgent: activity.priority === 'urgent' || activity.priority === 'stat' || activity.priority === 'asap',
    note: action.description ?? '',
    dosage: activity.dosage?.[0],
    doseExpression: dose?.expression.expression,
  }
}

/** What a PlanDefinition proposes; what it names must be contained in it. */
export function protocolOf(plan: PlanDefinition): Protocol {
  const activities = new Map<string, ActivityDefinition>(
    (plan.contained ?? []).flatMap((one) =>
      one.resourceType === 'ActivityDefinition' ? [[`#${one.id}`, one] as const] : [],
    ),
  )
  const root = plan.action?.[0]
  const proposals = (root?.action ?? []).map((action) => {
    const activity = activities.get(action.definitionCanonical ?? '')
    const found = activity && proposal(action, activity)
    if (!found) throw new Error(`${plan.name}: action ${action.title ?? ''} names no activity that can be ordered`)
    return found
  })
  return {
    code: plan.name ?? plan.id ?? '',
    name: plan.title ?? '',
    note: plan.description ?? '',
    source: (plan.relatedArtifact ?? []).map((one) => one.citation ?? one.display ?? '').join('; '),
    from: plan.effectivePeriod?.start ?? '0000-01-01',
    to: plan.effectivePeriod?.end ?? '9999-12-31',
    conditions: root ? conditionsOf(root) : [],
    proposals,
  }
}

/** The rhythm of a dosage in the words of the pad; once when it tells none. */
export function rhythmOf(dosage: Dosage | undefined) {
  const repeat = dosage?.timing?.repeat
  const prn = dosage?.asNeededCodeableConcept?.text
  if (prn) {
    const most = numberOf(dosage?.maxDosePerPeriod?.numerator?.value) ?? 4
    return {
      type: 'prn' as const,
      reason: prn,
      perDay: Math.max(1, Math.round(most)),
      gapHours: numberOf(repeat?.period) ?? 4,
    }
  }
  if (repeat?.timeOfDay?.length)
    return { type: 'hours' as const, at: repeat.timeOfDay.map((one) => one.slice(0, 5)) }
  const period = numberOf(repeat?.period)
  return period === undefined ? { type: 'once' as const } : { type: 'interval' as const, everyHours: period }
}
