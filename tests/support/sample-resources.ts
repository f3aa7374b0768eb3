import type { Json } from '#fhir/validate/walk.ts'

/** Valid resources of many shapes, for tests that damage them. */
export const sampleResources: readonly Json[] = [
  {
    resourceType: 'Observation',
    id: 'weight',
    status: 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
          { system: 'urn:example:kind', code: 'weight', display: 'Cân nặng' },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Cân nặng' },
    subject: { reference: 'Patient/a', display: 'An' },
    effectivePeriod: { start: '2026-11-22T06:00:00+07:00', end: '2026-11-22T06:05:00+07:00' },
    issued: '2026-11-22T06:00:05.123+07:00',
    valueQuantity: { value: 62.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    referenceRange: [{ low: { value: 40, unit: 'kg' }, high: { value: 90, unit: 'kg' }, text: '40–90' }],
    component: [
      { code: { text: 'mỡ' }, valueRange: { low: { value: 10 }, high: { value: 12.5 } } },
      { code: { text: 'nước' }, dataAbsentReason: { text: 'không đo' } },
    ],
  },
  {
    resourceType: 'Patient',
    id: 'a',
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>An</p></div>' },
    contained: [
      { resourceType: 'Organization', id: 'o', name: 'Trạm y tế', telecom: [{ system: 'phone', value: '1' }] },
    ],
    extension: [{ url: 'urn:example:group', valueCode: '01' }],
    identifier: [{ use: 'official', system: 'urn:example:mrn', value: '0000000001', period: { start: '2026' } }],
    active: true,
    name: [{ use: 'official', text: 'Nguyễn Thị An', family: 'Nguyễn', given: ['Thị', 'An'] }],
    gender: 'female',
    birthDate: '1990-02-28',
    _birthDate: { extension: [{ url: 'urn:example:precise', valueBoolean: true }] },
    address: [{ use: 'home', line: ['12 Lê Lợi'], city: 'Phường Bến Nghé', country: 'VN' }],
    contact: [{ name: { text: 'Bình' }, telecom: [{ system: 'phone', value: '0901', rank: 1 }] }],
    managingOrganization: { reference: '#o' },
    communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'vi' }] }, preferred: true }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'drug',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Amlodipin 5 mg' },
    subject: { reference: 'Patient/a' },
    authoredOn: '2026-11-22',
    dosageInstruction: [
      {
        text: 'ngày 1 viên, sáng',
        timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd', when: ['MORN'] } },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'viên' } }],
        maxDosePerPeriod: { numerator: { value: 2 }, denominator: { value: 1, unit: 'ngày' } },
      },
    ],
    dispenseRequest: {
      quantity: { value: 28 },
      expectedSupplyDuration: { value: 28, unit: 'ngày', system: 'http://unitsofmeasure.org', code: 'd' },
    },
  },
  {
    resourceType: 'Condition',
    id: 'asthma',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'resolved' }],
    },
    verificationStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
    },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'J45' }], text: 'Hen phế quản' },
    subject: { reference: 'Patient/a' },
    abatementDateTime: '2026-01',
    stage: [{ summary: { text: 'bậc 1' } }],
    evidence: [{ detail: [{ reference: 'Observation/weight' }] }],
    note: [{ time: '2026-11-22T06:00:00Z', text: 'ổn định' }],
  },
  {
    resourceType: 'Questionnaire',
    id: 'form',
    url: 'urn:example:form',
    status: 'active',
    item: [
      { linkId: '1', type: 'boolean', text: 'Có sốt?' },
      {
        linkId: '2',
        type: 'group',
        enableWhen: [{ question: '1', operator: 'exists', answerBoolean: true }],
        item: [
          { linkId: '2.1', type: 'decimal', required: true },
          {
            linkId: '2.2',
            type: 'choice',
            repeats: true,
            answerOption: [{ valueString: 'a' }, { valueString: 'b' }],
          },
        ],
      },
    ],
  },
]
