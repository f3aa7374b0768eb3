import type { DetectedIssue, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { sid } from '#fhir/systems.ts'
import { checkAllergies } from '#kernel/drug/check-allergies.ts'
import type { Drug } from '#kernel/drug/drug.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { AlertView, CheckedView } from './contract.ts'
import { type Both, type CheckAlert, type CheckKind, graveFirst } from './domain/alert.ts'
import { checkDrugs } from './domain/check-drugs.ts'
import { uncovered } from './domain/coverage.ts'
import type { PatientFacts, ProposedDrug } from './domain/facts.ts'
import { drugRules } from './drug-rules.ts'
import { medicineKnowledge } from './knowledge.ts'
import { type Known, patientFacts } from './patient-facts.ts'

/** A line about to be ordered, with the drug it names. */
export interface CheckedLine {
  readonly id: string
  readonly drug: Drug
  readonly dose: number
  readonly doseUnit?: string | undefined
  readonly timesADay: number
}

export interface Checked {
  readonly alerts: readonly CheckAlert[]
  readonly view: CheckedView
}

const relation: Readonly<Record<string, Both>> = {
  'allergy.same': { vi: 'Chính chất đã gây dị ứng', en: 'The very substance of the allergy' },
  'allergy.class': { vi: 'Cùng nhóm với chất đã gây dị ứng', en: 'Of the same class as the allergy' },
  'allergy.cross': { vi: 'Có thể dị ứng chéo', en: 'May cross-react' },
}

/** The check of allergies that prescriptions have, in the words of this one. */
function allergyAlerts(lines: readonly CheckedLine[], { allergies }: Known): CheckAlert[] {
  const rules = drugRules()
  const asLines = lines.map((one) => ({
    id: one.id,
    drug: one.drug,
    dose: 1,
    timesADay: 1,
    days: 1,
    quantity: 1,
    moments: [],
  }))
  return checkAllergies(asLines, allergies, rules.substances, rules.allergyLevels).map((one) => ({
    key: one.key,
    rule: one.reason,
    kind: 'allergy',
    level: one.level,
    overridable: one.overridable,
    lineId: one.lineId ?? '',
    what: {
      vi: `Dị ứng: ${one.values['drug'] ?? ''} với ${one.values['allergy'] ?? ''}`,
      en: `Allergy: ${one.values['drug'] ?? ''} and ${one.values['allergy'] ?? ''}`,
    },
    why: relation[one.reason] ?? { vi: '', en: '' },
    todo: { vi: 'Đổi thuốc khác nhóm', en: 'Choose a drug of another class' },
    source: rules.allergySource,
    confidence: 'K',
    ...(one.cause ? { cause: one.cause } : {}),
  }))
}

function proposed(line: CheckedLine): ProposedDrug {
  const { drug } = line
  return {
    lineId: line.id,
    code: drug.code,
    name: `${drug.ingredients.map((one) => one.name).join(' + ')} ${drug.strength}`.trim(),
    ingredients: drug.ingredients,
    strength: drug.strength,
    routeCode: drug.route.code,
    dose: line.dose,
    doseUnit: line.doseUnit === drug.unit ? undefined : line.doseUnit,
    timesADay: line.timesADay,
  }
}

function basis(facts: PatientFacts): CheckedView['basis'] {
  const { weightKg, kidney, creatinineOn, pregnant } = facts
  return {
    ...(weightKg === undefined ? {} : { weightKg }),
    ...(kidney ? { clearance: Math.round(kidney.value), formula: kidney.formula } : {}),
    ...(creatinineOn ? { creatinineOn } : {}),
    ...(pregnant === undefined ? {} : { pregnant }),
  }
}

/** Reasons given earlier in the stay, by the key of the alert. */
async function acceptedIn(ctx: Context, encounter: Encounter): Promise<ReadonlyMap<string, string>> {
  const issues = await searchResources<DetectedIssue>(ctx, 'DetectedIssue', {
    patient: idOf(encounter.subject),
    _count: '200',
  })
  const begin = `${encounter.id}|`
  return new Map(
    issues.flatMap((issue) => {
      const key = issue.identifier?.find((one) => one.system === sid.alert)?.value
      const reason = issue.mitigation?.[0]?.action.text
      return key?.startsWith(begin) && reason && issue.status === 'final'
        ? [[key.slice(begin.length), reason] as const]
        : []
    }),
  )
}

export function alertView(ctx: Context, alert: CheckAlert, accepted?: string): AlertView {
  const { key, rule, kind, level, overridable, lineId, source, confidence } = alert
  const say = (text: Both) => text[ctx.language]
  const words = { what: say(alert.what), why: say(alert.why), todo: say(alert.todo) }
  return {
    key,
    rule,
    kind,
    level,
    overridable,
    lineId,
    ...words,
    source,
    confidence,
    ...(accepted ? { accepted } : {}),
  }
}

interface CheckOptions {
  /** Orders that are being replaced. */
  readonly except?: readonly string[]
  /** Kinds that the caller checks by rules of its own. */
  readonly without?: readonly CheckKind[]
}

/** Every alert about drugs before they are ordered, and what no check can say about them. */
export async function checkLines(
  ctx: Context,
  encounter: Encounter,
  lines: readonly CheckedLine[],
  { except = [], without = [] }: CheckOptions = {},
): Promise<Checked> {
  const known = await patientFacts(ctx, encounter, new Set(except))
  const { knowledge, names } = medicineKnowledge()
  const drugs = lines.map(proposed)
  const alerts = [
    ...allergyAlerts(lines, known),
    ...checkDrugs(drugs, known.facts, knowledge, names, drugRules().classes),
  ]
    .filter(({ kind }) => !without.includes(kind))
    .sort(graveFirst)
  const accepted = await acceptedIn(ctx, encounter)
  return {
    alerts,
    view: {
      alerts: alerts.filter((one) => !one.dry).map((one) => alertView(ctx, one, accepted.get(one.key))),
      uncovered: uncovered(drugs, names).map((one) => ({ ...one, missing: [...one.missing] })),
      basis: basis(known.facts),
    },
  }
}
