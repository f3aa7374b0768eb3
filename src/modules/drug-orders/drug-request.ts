import type { Encounter, Extension, MedicationRequest, Reference } from '@medplum/fhirtypes'
import { drugExtension } from '#fhir/drug-of-request.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { type Drug, displayName } from '#kernel/drug/drug.ts'
import { drugsByCode } from '#modules/order-checks/index.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { DrugLine } from './domain/drug-line.ts'
import { wardDosage } from './domain/ward-dosage.ts'
import { drugOrderErrors } from './errors.ts'

/** What the lines of one ordering act have in common. */
export interface OrderFrame {
  readonly encounter: Encounter
  readonly requisition: string
  readonly requester: Reference
  /** Who entered it, when not the requester. */
  readonly recorder?: Reference
  /** Marks of an order given by word, priorPrescription of a changed one. */
  readonly extension?: readonly Extension[]
  /** The order that this one follows from: a consultation. */
  readonly basedOn?: Reference
}

/** A line with the drug and the route it names. */
export interface KnownDrugLine extends DrugLine {
  readonly drug: Drug
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Looks up what the lines name; throws for what the list does not have. */
export async function knownLines(ctx: Context, lines: readonly DrugLine[]): Promise<KnownDrugLine[]> {
  const drugs = await drugsByCode(
    ctx,
    lines.map((one) => one.drugCode),
  )
  const { routes } = await readDrugCatalogue(ctx)
  return lines.map((line) => {
    const drug = drugs.get(line.drugCode)
    if (!drug) throw drugOrderErrors.unknownDrug({ code: line.drugCode })
    if (line.rateMlPerHour !== undefined && (line.doseUnit ?? 'mL').toLowerCase() !== 'ml')
      throw drugOrderErrors.infusionUnit({ unit: line.doseUnit ?? drug.unit })
    if (!line.routeCode || line.routeCode === drug.route.code) return { ...line, drug }
    const route = routes.get(line.routeCode)
    if (!route) throw drugOrderErrors.unknownRoute({ code: line.routeCode })
    return { ...line, drug: { ...drug, route: { code: route.code, name: capital(route.verb || route.name) } } }
  })
}

/** A line as an active MedicationRequest of the ward. */
export function drugRequest(
  ctx: Context,
  line: KnownDrugLine,
  frame: OrderFrame,
): MedicationRequest & { id: string } {
  const { drug } = line
  const infusion = line.rateMlPerHour !== undefined
  const payer = frame.encounter.extension?.find((one) => one.url === ext.payer)
  return {
    resourceType: 'MedicationRequest',
    id: line.id,
    extension: [
      drugExtension(drug),
      ...(payer ? [payer] : []),
      ...(line.ownMedicine ? [{ url: ext.ownMedicine, valueBoolean: true }] : []),
      ...(frame.extension ?? []),
    ],
    status: 'active',
    intent: 'order',
    ...(frame.basedOn ? { basedOn: [frame.basedOn as NonNullable<MedicationRequest['basedOn']>[number]] } : {}),
    category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
    priority: line.urgent ? 'urgent' : 'routine',
    medicationCodeableConcept: {
      coding: [
        { system: cs.drug, code: drug.code, display: displayName(drug) },
        ...drug.ingredients.map((one) => ({ system: cs.ingredient, code: one.code, display: one.name })),
      ],
      text: displayName(drug),
    },
    subject: frame.encounter.subject ?? {},
    encounter: { reference: `Encounter/${frame.encounter.id}` },
    authoredOn: instantInVietnam(ctx.now()),
    requester: frame.requester as MedicationRequest['requester'] & object,
    ...(frame.recorder ? { recorder: frame.recorder as MedicationRequest['recorder'] & object } : {}),
    groupIdentifier: { system: sid.order, value: frame.requisition },
    dosageInstruction: [
      wardDosage(infusion ? { ...line, doseUnit: 'mL' } : line, {
        now: instantInVietnam(ctx.now()),
        unit: drug.unit,
        route: drug.route,
      }),
    ],
  }
}
