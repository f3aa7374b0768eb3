import type { Condition, MedicationRequest, Observation, Patient } from '@medplum/fhirtypes'
import type { Environment } from '#fhir/sdc/index.ts'

const subject = { reference: 'Patient/p' }
export const filledAt = '2026-11-22T10:00:00+07:00'

function condition(id: string, code: string, text: string): Condition {
  return {
    resourceType: 'Condition',
    id,
    subject,
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code, display: text }], text },
  }
}

function medication(id: string, text: string, kind: string): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    id,
    subject,
    status: 'active',
    intent: 'order',
    groupIdentifier: { value: `01ZZ1abcdefg-${kind}` },
    medicationCodeableConcept: { text },
    dosageInstruction: [
      {
        text: 'Uống sáng 1 viên',
        timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
        route: { coding: [{ system: 'urn:lanong:cs:route', code: '1.01', display: 'Uống' }] },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'viên' } }],
      },
    ],
    dispenseRequest: { quantity: { value: 7, unit: 'viên' }, expectedSupplyDuration: { value: 7, unit: 'ngày' } },
    note: [{ text: 'Uống đủ nước' }],
  }
}

const facts = {
  facility: { name: 'Bệnh viện Đa khoa Ngàn Phố', authority: 'Sở Y tế', address: 'Xã Sơn Giang', code: '01ZZ1' },
  department: { name: 'Khoa Nội tổng hợp' },
  room: 'Buồng 2',
  bed: 'Giường 5',
  patient: {
    name: 'Người bệnh thử',
    nameUpper: 'NGƯỜI BỆNH THỬ',
    age: '36',
    ethnicityCode: '01',
    occupationCode: '61',
    nationalityCode: 'VN',
    identityNumber: '099190000001',
    identityIssued: '2021-05-05',
    mrn: '0000000123',
    address: 'Thôn 1, xã Sơn Giang',
    house: '12',
    hamlet: 'Thôn 1',
    wardCode: '00004',
    provinceCode: '01',
    phone: '0900000000',
  },
  contact: { name: 'Người nhà', relation: 'Chồng', text: 'Người nhà, thôn 1', phone: '0911000000' },
  payer: { class: '1. BHYT', classCode: '1', card: 'DN4010000000001', validTo: '2026-12-31' },
  record: { number: '26/000123' },
  diagnosis: { initial: 'Tăng huyết áp', main: 'Tăng huyết áp', others: 'Đái tháo đường típ 2' },
  allergyStatus: 'none',
  allergyText: 'Không ghi nhận dị ứng',
  results: 'Glucose: 7,1 mmol/l',
  treatment: 'Amlodipin 5 mg',
  procedures: 'Cắt ruột thừa nội soi',
  now: filledAt,
  today: '2026-11-22',
  user: { name: 'Nguyễn Văn An', title: 'Bác sĩ' },
}

/** What the expressions of a form see, of a patient on a ward. */
export function formEnvironment(patient: Pick<Patient, 'gender' | 'birthDate'>): Environment {
  return {
    patient: { resourceType: 'Patient', id: 'p', ...patient },
    encounter: {
      resourceType: 'Encounter',
      id: 'e',
      status: 'in-progress',
      class: { code: 'IMP' },
      period: { start: '2026-11-20T08:00:00+07:00', end: filledAt },
      reasonCode: [{ text: 'Đau ngực' }],
      diagnosis: [
        { condition: { reference: 'Condition/c1' }, use: { coding: [{ code: 'AD' }] }, rank: 1 },
        { condition: { reference: 'Condition/c2' }, rank: 2 },
      ],
    },
    conditions: [condition('c1', 'I10', 'Tăng huyết áp'), condition('c2', 'E11.9', 'Đái tháo đường típ 2')],
    problems: [],
    allergies: [],
    medications: [
      medication('m1', 'Amlodipin 5 mg', 'C'),
      medication('m2', 'Morphin sulfat 10 mg', 'N'),
      medication('m3', 'Diazepam 5 mg', 'H'),
    ],
    operations: {
      resourceType: 'Bundle',
      entry: [
        {
          resource: {
            resourceType: 'Procedure',
            status: 'completed',
            code: { text: 'Cắt ruột thừa nội soi' },
            performedPeriod: { start: '2026-11-21T09:00:00+07:00', end: '2026-11-21T10:00:00+07:00' },
            performer: [{ actor: { display: 'Bác sĩ Lê Văn Bình' } }],
          },
        },
      ],
    },
    sheets: { resourceType: 'Bundle', entry: [{}, {}] },
    facts,
  }
}

const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] })

function observation(id: string, code: string, value: number, unit: string): Observation {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: loinc(code),
    effectiveDateTime: '2026-11-22T08:00:00+07:00',
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  }
}

/** Vital signs and a result of the morning. */
export const morningObservations: readonly Observation[] = [
  observation('o1', '8867-4', 80, '/min'),
  observation('o2', '8310-5', 37, 'Cel'),
  observation('o3', '9279-1', 18, '/min'),
  observation('o4', '29463-7', 52, 'kg'),
  observation('o5', '8302-2', 155, 'cm'),
  observation('o6', '718-7', 130, 'g/L'),
]
