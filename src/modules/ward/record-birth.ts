import type { CodeableConcept, Observation, Quantity } from '@medplum/fhirtypes'
import { actMarks } from '#fhir/act-marks.ts'
import { decimal } from '#fhir/decimal.ts'
import { labourPart } from '#fhir/labour.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Stay } from './change-stay.ts'
import type { NewbornBody } from './contract.ts'

/** What is measured of a newborn: LOINC, unit, and whether it is a vital sign. */
const measured = [
  { key: 'weightGrams', loinc: '8339-4', unit: 'g', isVital: true },
  { key: 'lengthCm', loinc: '8302-2', unit: 'cm', isVital: true },
  { key: 'headCm', loinc: '9843-4', unit: 'cm', isVital: true },
  { key: 'apgar1', loinc: '9272-6', unit: '{score}', isVital: false },
  { key: 'apgar5', loinc: '9274-2', unit: '{score}', isVital: false },
  { key: 'apgar10', loinc: '9271-8', unit: '{score}', isVital: false },
] as const

interface Child {
  readonly childId: string
  readonly childStay: string
}

/**
 * The birth in the mother's record, with the child as its focus, and what was measured in the child's own: its weight at
 * birth is its first body weight, by which doses are checked.
 */
export async function recordBirth(ctx: Context, mother: Stay, child: Child, body: NewbornBody): Promise<void> {
  const at = instantInVietnam(new Date(body.bornAt))
  const { name, practitionerId } = ctx.actor
  const performer = [
    { display: name, ...present({ reference: practitionerId && `Practitioner/${practitionerId}` }) },
  ]
  const birth: Observation = {
    resourceType: 'Observation',
    status: 'final',
    category: category('exam'),
    code: { coding: [{ system: cs.labour, code: 'birth' }], text: 'Sinh con' },
    ...present({ subject: mother.subject }),
    extension: actMarks(mother),
    encounter: { reference: `Encounter/${mother.id}` },
    focus: [{ reference: `Patient/${child.childId}`, display: 'Con' }],
    effectiveDateTime: at,
    performer,
    component: [
      labourPart('sex', body.sex),
      ...measured.flatMap(({ key, unit }) => {
        const value = body[key]
        return value === undefined ? [] : [labourPart(key, value, unit)]
      }),
    ],
  }
  const ofChild = (code: CodeableConcept, valueQuantity: Quantity, kind: string): Observation => ({
    resourceType: 'Observation',
    status: 'final',
    category: category(kind),
    code,
    subject: { reference: `Patient/${child.childId}` },
    encounter: { reference: `Encounter/${child.childStay}` },
    effectiveDateTime: at,
    performer,
    valueQuantity,
  })
  const found = measured.flatMap(({ key, loinc, unit, isVital }) => {
    const value = body[key]
    if (value === undefined) return []
    const quantity = { value, unit, system: cs.ucum, code: unit }
    return [ofChild(coded(loinc), quantity, isVital ? 'vital-signs' : 'exam')]
  })
  const kilograms = body.weightGrams && decimal((body.weightGrams / 1000).toFixed(3))
  if (kilograms) {
    const quantity = { value: kilograms, unit: 'kg', system: cs.ucum, code: 'kg' }
    found.push(ofChild(coded('29463-7'), quantity, 'vital-signs'))
  }
  await commit(
    ctx,
    [birth, ...found].map((resource) => ({ kind: 'create', resource, id: ctx.newId() })),
  )
}

const category = (code: string) => [{ coding: [{ system: cs.observationCategory, code }] }]
const coded = (loinc: string): CodeableConcept => ({ coding: [{ system: cs.loinc, code: loinc }] })
