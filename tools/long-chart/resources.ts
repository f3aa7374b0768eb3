import type { Bundle, BundleEntry, Condition, Encounter, Observation, Patient, Resource } from '@medplum/fhirtypes'
import { cs, ext, sid } from '../../src/fhir/systems.ts'

export const patientOf = 'long-chart'
/** The stay that the patient lies in now. */
export const stayOf = 'long-stay'

const visits = 2000
const visitObservations = 22
const stayObservations = 50_000 - visits * visitObservations
const dayMs = 86_400_000
const perBundle = 500

interface Measure {
  readonly system: string
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly from: number
  readonly to: number
}

const vital = (code: string, name: string, unit: string, from: number, to: number): Measure => ({
  system: cs.loinc,
  code,
  name,
  unit,
  from,
  to,
})
const test = (code: string, unit: string, from: number, to: number): Measure => ({
  system: cs.lab,
  code,
  name: code,
  unit,
  from,
  to,
})

const vitals = [
  vital('8867-4', 'Mạch', '/min', 60, 110),
  vital('8310-5', 'Nhiệt độ', 'Cel', 36, 40),
  vital('9279-1', 'Nhịp thở', '/min', 14, 28),
  vital('59408-5', 'SpO2', '%', 88, 100),
  vital('29463-7', 'Cân nặng', 'kg', 55, 62),
]
const tests = ['GLU', 'UREA', 'CREA', 'AST', 'ALT', 'NA', 'K', 'CL', 'CRP', 'HB', 'WBC', 'PLT', 'RBC', 'HCT'].map(
  (code, n) => test(code, 'mmol/L', 3 + n, 9 + n * 2),
)
const measures = [...vitals, ...tests, ...vitals.slice(0, 3)]

function observation(n: number, measure: Measure, encounter: string, at: Date): Observation {
  const isVital = measure.system === cs.loinc
  return {
    resourceType: 'Observation',
    id: `long-o-${n}`,
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: isVital ? 'vital-signs' : 'laboratory' }] }],
    code: { coding: [{ system: measure.system, code: measure.code }], text: measure.name },
    subject: { reference: `Patient/${patientOf}` },
    encounter: { reference: `Encounter/${encounter}` },
    effectiveDateTime: at.toISOString(),
    issued: at.toISOString(),
    valueQuantity: {
      value: Math.round((measure.from + ((n * 7919) % 1000) * ((measure.to - measure.from) / 1000)) * 10) / 10,
      unit: measure.unit,
      system: cs.ucum,
      code: measure.unit,
    },
  }
}

function visit(n: number, at: Date): Encounter {
  return {
    resourceType: 'Encounter',
    id: `long-v-${n}`,
    status: 'finished',
    class: { system: cs.actClass, code: 'AMB' },
    identifier: [{ use: 'official', system: sid.record, value: `L/${String(n).padStart(6, '0')}` }],
    subject: { reference: `Patient/${patientOf}` },
    period: { start: at.toISOString(), end: new Date(at.getTime() + dayMs / 12).toISOString() },
    reasonCode: [{ text: 'Tái khám' }],
    location: [{ location: { reference: 'Location/room-noi-2' } }],
    serviceProvider: { reference: 'Organization/dept-kkb' },
    extension: [{ url: ext.recordState, valueCode: 'finished' }],
  }
}

function stay(since: Date): Encounter {
  return {
    resourceType: 'Encounter',
    id: stayOf,
    status: 'in-progress',
    class: { system: cs.actClass, code: 'IMP' },
    identifier: [{ use: 'official', system: sid.record, value: 'L/999999' }],
    subject: { reference: `Patient/${patientOf}` },
    period: { start: since.toISOString() },
    reasonCode: [{ text: 'Khó thở, sốt' }],
    location: [
      { status: 'active', location: { reference: 'Location/ward-noi' }, period: { start: since.toISOString() } },
    ],
    serviceProvider: { reference: 'Organization/dept-noi' },
    extension: [
      { url: ext.recordState, valueCode: 'open' },
      { url: ext.payer, valueCode: 'bhyt' },
    ],
  }
}

function diagnosis(n: number, at: Date): Condition {
  return {
    resourceType: 'Condition',
    id: `long-c-${n}`,
    clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
    category: [{ coding: [{ system: cs.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: cs.icd10, code: n % 3 === 0 ? 'E11.9' : 'I10' }], text: 'Tăng huyết áp' },
    subject: { reference: `Patient/${patientOf}` },
    encounter: { reference: `Encounter/long-v-${n}` },
    recordedDate: at.toISOString(),
  }
}

function* resources(now: Date): Generator<Resource> {
  const patient: Patient = {
    resourceType: 'Patient',
    id: patientOf,
    identifier: [{ system: sid.mrn, value: '0099999999' }],
    name: [{ use: 'official', text: 'Phan Thị Trường', family: 'Phan', given: ['Thị Trường'] }],
    gender: 'female',
    birthDate: '1949-02-28',
  }
  yield patient
  let n = 0
  for (let i = 0; i < visits; i++) {
    const at = new Date(now.getTime() - (visits - i + 12) * 3.5 * dayMs)
    yield visit(i, at)
    yield diagnosis(i, at)
    for (let k = 0; k < visitObservations; k++) {
      const measure = measures[k % measures.length]
      if (measure) yield observation(n++, measure, `long-v-${i}`, new Date(at.getTime() + k * 60_000))
    }
  }
  const since = new Date(now.getTime() - 30 * dayMs)
  yield stay(since)
  for (let k = 0; k < stayObservations; k++) {
    const measure = measures[k % measures.length]
    const at = new Date(since.getTime() + (k / stayObservations) * 30 * dayMs)
    if (measure) yield observation(n++, measure, stayOf, at)
  }
}

const entryOf = (resource: Resource): BundleEntry => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
})

/** A patient with 2,000 visits and 50,000 observations in seventeen years, lying in a bed now, as batches. */
export function* longChart(): Generator<Bundle & { entry: BundleEntry[] }> {
  let entry: BundleEntry[] = []
  for (const resource of resources(new Date())) {
    entry.push(entryOf(resource))
    if (entry.length < perBundle) continue
    yield { resourceType: 'Bundle', type: 'batch', entry }
    entry = []
  }
  if (entry.length > 0) yield { resourceType: 'Bundle', type: 'batch', entry }
}
