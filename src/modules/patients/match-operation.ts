import type { Patient } from '@medplum/fhirtypes'
import { booleanInput, integerInput, resourceInput } from '#fhir/parameters.ts'
import { present } from '#kernel/present.ts'
import { bundleBytes, fhirOperation } from '#modules/fhir-api/index.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { writeAudit } from '#store/audit.ts'
import { readCurrent } from '#store/read.ts'
import { indexRow } from './domain/index-row.ts'
import { nameOf } from './domain/patient-facts.ts'
import { patientErrors } from './errors.ts'
import { type LookAlike, lookAlikes } from './find-duplicates.ts'

const mostAnswered = 10

/**
 * Who may be this person: http://hl7.org/fhir/R4/patient-operation-match.html. The scores are those that reception
 * sees before it saves a new entry.
 */
export const matchOperation: FhirOperation = fhirOperation(
  {
    name: 'match',
    levels: ['type'],
    types: ['Patient'],
    affectsState: false,
    permission: 'fhir.read',
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
  },
  async ({ ctx, parameters, base }) => {
    const given = resourceInput(parameters, 'resource')
    const row = given?.resourceType === 'Patient' ? indexRow(given as Patient, '') : undefined
    if (!row || (nameOf(given as Patient) === '' && row.numbers === '')) throw patientErrors.matchNeedsPatient()
    const found = await lookAlikes(ctx, {
      numbers: row.numbers.split(' ').filter(Boolean),
      ...present({
        name: row.name || undefined,
        birthDate: row.birth_date ?? undefined,
        sex: given?.resourceType === 'Patient' ? given.gender : undefined,
        phone: row.phone ?? undefined,
      }),
    })
    const certain = found.filter((one) => gradeOf(one) === 'certain')
    const only = booleanInput(parameters, 'onlyCertainMatches') === true
    const chosen = (only ? (certain.length === 1 ? certain : []) : found).slice(
      0,
      Math.max(integerInput(parameters, 'count') ?? mostAnswered, 1),
    )
    const stored = await Promise.all(chosen.map((one) => readCurrent(ctx, 'Patient', one.row.patient_id)))
    await writeAudit(ctx, {
      action: 'search',
      outcome: 'success',
      entities: stored.map((one) => `Patient/${one.id}/_history/${one.version}`),
      detail: { channel: 'fhir', query: 'Patient/$match' },
    })
    return bundleBytes(
      { type: 'searchset', total: stored.length },
      stored.map((one, at) => ({
        fullUrl: `${base}/Patient/${one.id}`,
        resource: one.content,
        rest: { search: searchOf(chosen[at]) },
      })),
    )
  },
)

function searchOf(one: LookAlike | undefined) {
  return {
    mode: 'match',
    ...(one && {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/match-grade', valueCode: gradeOf(one) }],
      score: one.score / 100,
    }),
  }
}

/** @see http://hl7.org/fhir/R4/valueset-match-grade.html */
function gradeOf({ score, reasons }: LookAlike): 'certain' | 'probable' | 'possible' {
  const same = reasons.includes('sameNumber') && !reasons.includes('sexDiffers')
  if (same && (reasons.includes('sameNameAndBirth') || reasons.includes('sameNameAndYear'))) return 'certain'
  return score >= 60 ? 'probable' : 'possible'
}
