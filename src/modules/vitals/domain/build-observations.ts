import type { Observation } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { flagOf, type VitalKey, type VitalNumbers, type VitalRange } from './check-vitals.ts'
import type { Meows } from './meows.ts'
import type { Consciousness, News2 } from './news2.ts'

export interface Measuring {
  readonly patientId: string
  readonly encounterId: string
  readonly at: string
  readonly by: string
  readonly practitionerId?: string
  readonly note?: string
  newId(): string
}

type Made = Observation & { id: string }

const names: Readonly<Record<VitalKey | 'bloodPressure', string>> = {
  pulse: 'Mạch',
  systolic: 'Huyết áp tâm thu',
  diastolic: 'Huyết áp tâm trương',
  temperature: 'Thân nhiệt',
  respiration: 'Nhịp thở',
  spo2: 'SpO₂',
  oxygen: 'Lưu lượng oxy',
  weight: 'Cân nặng',
  height: 'Chiều cao',
  pain: 'Điểm đau',
  bloodPressure: 'Huyết áp',
}

/** Fields that every measurement of the set shares. */
function base(of: Measuring): Omit<Made, 'code'> {
  return {
    resourceType: 'Observation',
    id: of.newId(),
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
    subject: { reference: `Patient/${of.patientId}` },
    encounter: { reference: `Encounter/${of.encounterId}` },
    effectiveDateTime: of.at,
    performer: [
      { display: of.by, ...(of.practitionerId ? { reference: `Practitioner/${of.practitionerId}` } : {}) },
    ],
    ...(of.note ? { note: [{ text: of.note }] } : {}),
  }
}

const loinc = (code: string, text: string) => ({ coding: [{ system: cs.loinc, code }], text })

const quantity = (text: string, unit: string) => ({
  valueQuantity: { value: decimal(text), unit, system: cs.ucum, code: unit },
})

function marked(text: string, range: VitalRange) {
  const flag = flagOf(Number(text), range.normal)
  return flag ? { interpretation: [{ coding: [{ system: cs.interpretation, code: flag }] }] } : {}
}

/** One Observation per measurement; the two blood pressures are one panel. Units are UCUM. */
export function measurements(
  numbers: VitalNumbers,
  ranges: readonly VitalRange[],
  of: Measuring,
): readonly Made[] {
  const single = ranges.flatMap((range) => {
    const text = numbers[range.key]
    if (text === undefined || range.key === 'systolic' || range.key === 'diastolic') return []
    return [
      {
        ...base(of),
        code: loinc(range.loinc, names[range.key]),
        ...quantity(text, range.unit),
        ...marked(text, range),
      },
    ]
  })
  const { systolic, diastolic } = numbers
  if (systolic === undefined || diastolic === undefined) return single
  const part = (key: 'systolic' | 'diastolic', text: string) => {
    const range = ranges.find((one) => one.key === key)
    return range
      ? [{ code: loinc(range.loinc, names[key]), ...quantity(text, range.unit), ...marked(text, range) }]
      : []
  }
  return [
    ...single,
    {
      ...base(of),
      code: loinc('85354-9', names.bloodPressure),
      component: [...part('systolic', systolic), ...part('diastolic', diastolic)],
    },
  ]
}

/** LOINC answer lists of 67775-7 do not know new confusion, so the letters are ours. */
export function consciousnessObservation(level: Consciousness, of: Measuring): Made {
  const text = { A: 'Tỉnh', C: 'Lú lẫn mới', V: 'Đáp ứng với lời nói', P: 'Đáp ứng với đau', U: 'Không đáp ứng' }[
    level
  ]
  return {
    ...base(of),
    code: loinc('67775-7', 'Tri giác (ACVPU)'),
    valueCodeableConcept: { coding: [{ system: `${cs.score}:acvpu`, code: level }], text },
  }
}

/** LOINC 82810-3, pregnancy status. */
export function pregnancyObservation(pregnant: boolean, of: Measuring): Made {
  const answer = pregnant
    ? { code: 'LA15173-0', display: 'Pregnant' }
    : { code: 'LA26683-5', display: 'Not pregnant' }
  return {
    ...base(of),
    code: loinc('82810-3', 'Tình trạng thai'),
    valueCodeableConcept: {
      coding: [{ system: cs.loinc, ...answer }],
      text: pregnant ? 'Đang có thai' : 'Không có thai',
    },
  }
}

export function bmiObservation(index: string, of: Measuring, from: readonly Made[]): Made {
  return {
    ...base(of),
    code: loinc('39156-5', 'BMI'),
    ...quantity(index, 'kg/m2'),
    ...derived(from, ['29463-7', '8302-2']),
  }
}

/** MEOWS has no total of its own: triggers are counted, a red one as two. */
export function meowsObservation(score: Meows, of: Measuring, from: readonly Made[]): Made {
  return {
    ...base(of),
    code: { coding: [{ system: cs.score, code: 'MEOWS' }], text: 'MEOWS' },
    valueInteger: score.total,
    method: { text: 'Singh 2012 (CEMACH 2007)' },
    interpretation: [{ coding: [{ system: `${cs.score}:meows-trigger`, code: score.trigger }] }],
    component: parts('meows-part', score.parts),
    ...derived(from, meowsCodes),
  }
}

/** The score of children, as the form SCORE-PEWS makes it, with the points of every item. */
export function pewsObservation(
  score: { readonly total: number; readonly parts: Readonly<Record<string, number>> },
  of: Measuring,
): Made {
  return {
    ...base(of),
    code: { coding: [{ system: cs.score, code: 'PEWS' }], text: 'PEWS' },
    valueInteger: score.total,
    method: { text: 'Monaghan 2005 (Brighton)' },
    component: parts('pews-part', score.parts),
  }
}

function parts(system: string, points: Readonly<Record<string, number>>) {
  return Object.entries(points).map(([part, value]) => ({
    code: { coding: [{ system: `${cs.score}:${system}`, code: part }] },
    valueInteger: value,
  }))
}

const meowsCodes = ['9279-1', '59408-5', '85354-9', '8867-4', '67775-7', '8310-5', '72514-3']

/** The total with the points of every parameter, so that nobody has to sum again. */
export function news2Observation(score: News2, scale: 1 | 2, of: Measuring, from: readonly Made[]): Made {
  return {
    ...base(of),
    code: { coding: [{ system: cs.score, code: 'NEWS2' }], text: 'NEWS2' },
    valueInteger: score.total,
    method: { text: `Royal College of Physicians 2017, SpO2 scale ${scale}` },
    interpretation: [{ coding: [{ system: `${cs.score}:news2-risk`, code: score.risk }] }],
    component: parts('news2-part', score.parts),
    ...derived(from, ['9279-1', '59408-5', '3151-8', '85354-9', '8867-4', '67775-7', '8310-5']),
  }
}

function derived(from: readonly Made[], codes: readonly string[]): Pick<Observation, 'derivedFrom'> {
  const used = from.filter((one) => codes.includes(one.code?.coding?.[0]?.code ?? ''))
  return used.length > 0 ? { derivedFrom: used.map((one) => ({ reference: `Observation/${one.id}` })) } : {}
}
