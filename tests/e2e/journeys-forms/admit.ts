import assert from 'node:assert/strict'
import type {
  AllergyIntolerance,
  Bundle,
  Condition,
  Encounter,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { systemToken } from '#tests/support/program.ts'
import type { Stay, StayReferences } from './case.ts'
import { hourAgo, moment } from './days.ts'

const uuid = () => `urn:uuid:${crypto.randomUUID()}`

function patientOf(stay: Stay, mrn: string): Patient {
  const words = stay.name.split(' ')
  return {
    resourceType: 'Patient',
    identifier: [
      { system: sid.mrn, value: mrn },
      ...(stay.cccd ? [{ system: sid.cccd, value: stay.cccd, period: { start: '2022-05-10' } }] : []),
    ],
    name: [{ use: 'official', text: stay.name, family: words[0] ?? '', given: [words.slice(1).join(' ')] }],
    gender: stay.sex,
    birthDate: stay.birthDate,
    telecom: [{ system: 'phone', value: '0999000421' }],
    address: [
      {
        use: 'home',
        text: 'Thôn Đông Hà, xã Sơn Giang, tỉnh Hà Tĩnh',
        line: ['Thôn Đông Hà'],
        city: 'Xã Sơn Giang',
        state: 'Tỉnh Hà Tĩnh',
        extension: [
          { url: ext.ward, valueCode: '18184' },
          { url: ext.province, valueCode: '42' },
        ],
      },
    ],
    contact: [
      {
        name: { text: stay.contact.name },
        relationship: [{ text: stay.contact.relation }],
        telecom: [{ system: 'phone', value: stay.contact.phone }],
        address: { text: 'Thôn Đông Hà, xã Sơn Giang' },
      },
    ],
    extension: [{ url: ext.ethnicity, valueCode: '01' }],
  }
}

function conditionOf([code, text]: readonly [string, string], of: StayReferences): Condition {
  return {
    resourceType: 'Condition',
    clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
    category: [{ coding: [{ system: cs.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: cs.icd10, code, display: text }], text },
    ...of,
  }
}

function signOf(code: string, of: StayReferences): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
    code: { coding: [{ system: cs.loinc, code }] },
    effectiveDateTime: hourAgo(),
    ...of,
  }
}

function measuresOf({ measured, pressure }: Stay, of: StayReferences): readonly Observation[] {
  const part = (code: string, value: number) => ({
    code: { coding: [{ system: cs.loinc, code }] },
    valueQuantity: { value, unit: 'mm[Hg]' },
  })
  const panel = pressure && {
    ...signOf('85354-9', of),
    component: [part('8480-6', pressure[0]), part('8462-4', pressure[1])],
  }
  const singles = measured.map(([code, value, unit]) => ({ ...signOf(code, of), valueQuantity: { value, unit } }))
  return panel ? [...singles, panel] : singles
}

function allergyOf(text: string, patient: { readonly reference: string }): AllergyIntolerance {
  const clinicalStatus = { coding: [{ system: cs.allergyClinical, code: 'active' }] }
  return { resourceType: 'AllergyIntolerance', clinicalStatus, patient: { ...patient }, code: { text } }
}

function encounterOf(stay: Stay, subject: object, number: string, conditions: readonly string[]): Encounter {
  const role = (code: string) => ({ coding: [{ system: cs.diagnosisRole, code }] })
  const uses = conditions.map((reference, at) => ({ condition: { reference }, use: role('CC'), rank: at + 1 }))
  const first = conditions[0] ? [{ condition: { reference: conditions[0] }, use: role('AD') }] : []
  return {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { system: cs.actClass, code: 'IMP' },
    identifier: [{ system: sid.record, value: number }],
    subject,
    period: { start: moment(-4, '14:20') },
    serviceProvider: { reference: `Organization/${stay.department}`, display: stay.departmentName },
    location: [
      {
        location: { reference: `Location/${bedIdOf(stay)}`, display: stay.bed },
        status: 'active',
        period: { start: moment(-4, '14:20') },
        physicalType: { coding: [{ system: cs.physicalType, code: 'bd' }] },
      },
    ],
    participant: [
      {
        type: [{ coding: [{ system: cs.participationType, code: 'ATND' }] }],
        individual: { reference: 'Practitioner/practitioner-bacsi' },
      },
    ],
    reasonCode: [{ text: stay.reason }],
    diagnosis: [...uses, ...first],
    extension: [{ url: ext.payer, valueCode: 'self' }],
  }
}

/** `Giường 4` of dept-nhi is bed-nhi-04. */
function bedIdOf({ bed, department }: Stay): string {
  return `bed-${department.replace('dept-', '')}-${bed.replace(/\D/g, '').padStart(2, '0')}`
}

interface Admitted {
  readonly patientId: string
  readonly encounterId: string
  readonly recordNumber: string
}

/** Puts a stay into the hospital as another system would, in one transaction. */
export async function admit(url: string, stay: Stay): Promise<Admitted> {
  const digits = String(Date.now()).slice(-6)
  const recordNumber = `26/${digits}`
  const [patient, encounter] = [uuid(), uuid()]
  const [subject, visit] = [{ reference: patient }, { reference: encounter }]
  const of = { subject, encounter: visit }
  const conditions = stay.diagnoses.map((one) => [uuid(), conditionOf(one, of)] as const)
  const references = conditions.map(([full]) => full)
  const others: readonly Resource[] = [
    ...measuresOf(stay, of),
    ...(stay.more?.(of) ?? []),
    ...(stay.allergy ? [allergyOf(stay.allergy, subject)] : []),
  ]
  const resources: readonly (readonly [string, Resource])[] = [
    [patient, patientOf(stay, `0000${digits}`)],
    [encounter, encounterOf(stay, subject, recordNumber, references)],
    ...conditions,
    ...others.map((one) => [uuid(), one] as const),
  ]
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map(([fullUrl, resource]) => ({
      fullUrl,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    })),
  }
  const answer = await fetch(`${url}/fhir/R4`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await systemToken(url)}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify(bundle),
  })
  const said = (await answer.json()) as Bundle
  assert.equal(answer.status, 200, JSON.stringify(said))
  const [patientId = '', encounterId = ''] = (said.entry ?? []).map(
    ({ response }) => /\/([^/]+)\/_history/.exec(`/${response?.location ?? ''}`)?.[1] ?? '',
  )
  return { patientId, encounterId, recordNumber }
}
