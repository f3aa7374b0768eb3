import type { Resource } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { cs, ext, sid } from '#fhir/systems.ts'

function person(id: string, name: string, prefix: string): Resource {
  return { resourceType: 'Practitioner', id, name: [{ use: 'official', text: name, prefix: [prefix] }] }
}

const vital = (id: string, code: string, value: string, unit: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: cs.loinc, code }] },
  subject: { reference: 'Patient/p1' },
  encounter: { reference: 'Encounter/e1' },
  effectiveDateTime: '2026-11-23T08:00:00+07:00',
  valueQuantity: { value: decimal(value), unit },
})

const result = (id: string, name: string, value: string, flag?: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
  code: { coding: [{ system: cs.lab, code: id }], text: name },
  subject: { reference: 'Patient/p1' },
  encounter: { reference: 'Encounter/e1' },
  basedOn: [{ reference: 'ServiceRequest/sr1' }],
  valueQuantity: { value: decimal(value), unit: 'mmol/L' },
  referenceRange: [{ text: '3.9–6.4' }],
  ...(flag ? { interpretation: [{ coding: [{ system: cs.interpretation, code: flag }] }] } : {}),
})

/** An invented visit with everything that the three papers need. */
export const paperVisit: readonly Resource[] = [
  {
    resourceType: 'Organization',
    id: 'facility',
    name: 'Bệnh viện Đa khoa Ngàn Phố',
    extension: [{ url: 'urn:lanong:ext:governing-body', valueString: 'Sở Y tế tỉnh Ngàn Phố' }],
  },
  { resourceType: 'Organization', id: 'dept-kkb', name: 'Khoa Khám bệnh' },
  person('practitioner-bacsi', 'Nguyễn Văn Minh', 'BSCKI.'),
  person('practitioner-xn', 'Phạm Quốc Bảo', 'CNXN.'),
  {
    resourceType: 'Patient',
    id: 'p1',
    identifier: [
      { system: sid.mrn, value: '0260184337' },
      { system: sid.cccd, value: '042159001234' },
    ],
    name: [{ use: 'official', text: 'Đặng Thị Huyền' }],
    gender: 'female',
    birthDate: '1959-03-14',
    address: [{ use: 'home', text: 'Số 12 ngõ 5 đường Lê Lợi, phường Nguyễn Trãi' }],
    extension: [{ url: ext.ethnicity, valueCode: '01' }],
  },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'in-progress',
    class: { system: cs.actClass, code: 'AMB' },
    identifier: [{ system: sid.record, value: '26/000123' }],
    subject: { reference: 'Patient/p1' },
    period: { start: '2026-11-23T07:45:00+07:00' },
    serviceProvider: { reference: 'Organization/dept-kkb' },
    diagnosis: [
      {
        condition: { reference: 'Condition/c1' },
        use: { coding: [{ system: cs.diagnosisRole, code: 'DD' }] },
        rank: 1,
      },
    ],
  },
  {
    resourceType: 'Condition',
    id: 'c1',
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    code: { coding: [{ system: cs.icd10, code: 'I10' }], text: 'Tăng huyết áp vô căn (nguyên phát)' },
  },
  vital('v1', '8867-4', '88', '/min'),
  vital('v2', '8310-5', '37.0', 'Cel'),
  {
    resourceType: 'QuestionnaireResponse',
    id: 'q1',
    questionnaire: 'urn:lanong:form:15-BV1|2024-01-01',
    status: 'completed',
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    author: { reference: 'Practitioner/practitioner-bacsi' },
    authored: '2026-11-23T09:30:00+07:00',
    item: [
      { linkId: 'reason', answer: [{ valueString: 'Đau đầu' }] },
      { linkId: 'advice', answer: [{ valueString: 'Uống thuốc đều' }] },
    ],
  },
  {
    resourceType: 'ServiceRequest',
    id: 'sr1',
    status: 'completed',
    intent: 'order',
    code: { text: 'Sinh hóa máu' },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    requester: { reference: 'Practitioner/practitioner-bacsi' },
    authoredOn: '2026-11-23T08:10:00+07:00',
  },
  result('glu', 'Glucose', '9.80', 'H'),
  result('crea', 'Creatinin', '78'),
  {
    resourceType: 'DiagnosticReport',
    id: 'r1',
    status: 'final',
    code: { text: 'Phiếu xét nghiệm' },
    identifier: [{ system: sid.order, value: 'XN26-000456' }],
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    basedOn: [{ reference: 'ServiceRequest/sr1' }],
    issued: '2026-11-23T09:20:00+07:00',
    performer: [{ reference: 'Practitioner/practitioner-xn' }],
    result: [{ reference: 'Observation/glu' }, { reference: 'Observation/crea' }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'm1',
    status: 'active',
    intent: 'order',
    groupIdentifier: { system: sid.prescription, value: '01zz1k7m2q9x-C' },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    requester: { reference: 'Practitioner/practitioner-bacsi' },
    authoredOn: '2026-11-23T09:30:00+07:00',
    medicationCodeableConcept: {
      coding: [{ system: cs.ingredient, code: 'amlodipin', display: 'Amlodipin' }],
      text: 'Amlodipin 5 mg',
    },
    extension: [
      {
        url: ext.drug,
        extension: [
          { url: 'strength', valueString: '5 mg' },
          { url: 'form', valueString: 'Viên nén' },
        ],
      },
    ],
    dosageInstruction: [{ text: 'Uống sáng 1 viên' }],
    dispenseRequest: { quantity: { value: 5, unit: 'viên' }, expectedSupplyDuration: { value: 5, unit: 'ngày' } },
  },
]
