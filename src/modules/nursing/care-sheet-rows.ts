import { taskWords } from './nursing-data.ts'
import type { GivenDose, MeasuredSet, SheetFacts } from './sheet-facts.ts'
import type { Item, SheetWriter } from './sheet-items.ts'

/** `2026-11-23T10:42:07+07:00` to `10:42:00`. */
const timeOf = (at: string): string => `${new Date(Date.parse(at) + 7 * 3_600_000).toISOString().slice(11, 16)}:00`

const loinc = {
  pulse: '8867-4',
  temperature: '8310-5',
  systolic: '8480-6',
  diastolic: '8462-4',
  respiration: '9279-1',
  spo2: '59408-5',
  pain: '72514-3',
  weight: '29463-7',
  height: '8302-2',
} as const

function vitalItems(w: SheetWriter, prefix: string, set: MeasuredSet): Item[] {
  const of = (name: keyof typeof loinc, linkId: string) => {
    const found = set.values.get(loinc[name])
    return found ? w.item(linkId, found.value, found.source) : []
  }
  const plain = (['pulse', 'temperature', 'respiration', 'spo2', 'weight', 'height', 'pain'] as const).flatMap(
    (name) => of(name, `${prefix}.${name}`),
  )
  const pressure = `${prefix}.bloodPressure`
  return [
    ...plain,
    ...w.group(pressure, of('systolic', `${pressure}.systolic`), of('diastolic', `${pressure}.diastolic`)),
  ]
}

const oxygenCode = '3151-8'

/** Rows of hours and fluids of 37/BV2, each value with its source; many hands write them, the sheet signs them. */
export function dayRows(w: SheetWriter, { sets, fluids }: SheetFacts): Item[] {
  const vitals = sets.flatMap((set) => {
    const oxygen = set.values.get(oxygenCode)
    const litres = oxygen && (Number(oxygen.value) > 0 ? `${oxygen.value.replace('.', ',')} L/phút` : 'khí trời')
    return w.group(
      'vitals',
      w.item('vitals.at', timeOf(set.at)),
      vitalItems(w, 'vitals', set),
      litres ? w.item('vitals.oxygen', litres, oxygen.source) : [],
    )
  })
  const rows = fluids.flatMap((one) => {
    const [type, id] = [one.source === 'fluid' ? 'Observation' : 'MedicationAdministration', one.id.split('/')[0]]
    const source = `${type}/${id}`
    const row = one.way === 'in' ? 'fluids.in' : 'fluids.out'
    return w.group(
      row,
      w.item(`${row}.at`, timeOf(one.at), source),
      one.way === 'in' ? w.item(`${row}.what`, one.what, source) : [],
      w.item(`${row}.${one.column}`, one.millilitres, source),
    )
  })
  return [...vitals, ...w.group('fluids', rows)]
}

const done = ({ tasks }: SheetFacts) => tasks.filter(({ outcome }) => outcome === 'done')
const careOf = (code: string) => taskWords.find((one) => one.code === code)?.care
const textsOf = (facts: SheetFacts, care: string) =>
  done(facts)
    .filter(({ code }) => careOf(code) === care)
    .map(({ text }) => text)
    .join('; ')

function riskItems(w: SheetWriter, { risks }: SheetFacts, fall: string, sore: string): Item[] {
  const of = (score: string, linkId: string) => {
    const total = risks.find((one) => one.score === score)?.total
    return total === undefined ? [] : w.item(linkId, total)
  }
  return [...of('morse', fall), ...of('braden', sore)]
}

/** What the nurse of a shift signs of 37/BV2: the assessment as far as it was measured, and the care that was given. */
export function shiftRows(
  w: SheetWriter,
  facts: SheetFacts,
): { readonly assessment: Item[]; readonly care: Item[] } {
  const last = facts.sets.at(-1)
  const awake = last?.consciousness
  const oxygen = last?.values.get(oxygenCode)
  const lines = facts.lines.flatMap((line) =>
    w.group(
      'assessment.line',
      w.choices('assessment.line.kind', [line.kind], `Procedure/${line.id}`),
      w.item('assessment.line.site', `${line.name} ${line.site}`, `Procedure/${line.id}`),
      w.item('assessment.line.placedOn', line.placedAt.slice(0, 10), `Procedure/${line.id}`),
    ),
  )
  return {
    assessment: [
      ...w.choices('assessment.shift', [facts.shift.code]),
      ...(awake?.value === 'A' ? w.choices('assessment.consciousness', ['tinh'], awake.source) : []),
      ...(oxygen && Number(oxygen.value) === 0 ? w.choices('assessment.breathing', ['room'], oxygen.source) : []),
      ...w.item('assessment.abnormal', facts.notes.map(({ text }) => text).join('\n')),
      ...lines,
      ...w.group('assessment.risks', riskItems(w, facts, 'assessment.risks.fall', 'assessment.risks.sore')),
    ],
    care: careItems(w, facts),
  }
}

function careItems(w: SheetWriter, facts: SheetFacts): Item[] {
  const turns = done(facts).filter(({ code }) => careOf(code) === 'turn').length
  const hygiene = [...new Set(done(facts).map(({ code }) => careOf(code)))].filter((one) => one !== undefined)
  const drug = (dose: GivenDose) =>
    w.group(
      'care.drug',
      w.item('care.drug.at', timeOf(dose.at), dose.source),
      w.item('care.drug.name', dose.name, dose.source),
      w.item('care.drug.dose', dose.dose, dose.source),
      w.choices('care.drug.state', [dose.state], dose.source),
    )
  const other = done(facts).filter(({ code }) => careOf(code) === undefined)
  return [
    ...w.choices('care.shift', [facts.shift.code]),
    ...facts.doses.flatMap(drug),
    ...w.item('care.suction', textsOf(facts, 'suction')),
    ...w.item('care.dressing', textsOf(facts, 'dressing')),
    ...w.item('care.other', other.map(({ text }) => text).join('; ')),
    ...(turns > 0 ? w.item('care.sores', turns) : []),
    ...w.choices('care.hygiene', hygiene),
    ...w.item('care.education', textsOf(facts, 'teach')),
    ...w.item('care.handover', facts.handOver ?? ''),
    ...w.item('care.nurse', facts.nurse),
  ]
}

/** One entry of 38/BV2 by the nurse of the moment. */
export function entryRow(w: SheetWriter, facts: SheetFacts): Item[] {
  const last = facts.sets.at(-1)
  const awake = last?.consciousness
  const helped = done(facts).some(({ code }) => code === 'hygiene-help')
  const washed = done(facts).some(({ code }) => code === 'hygiene')
  const inShift = facts.sets.filter(({ at }) => Date.parse(at) >= facts.shift.start.getTime()).length
  const wound = facts.lines.map(({ name, site, day }) => `${name} ${site}, ngày ${day}`).join('; ')
  const risks = facts.risks
    .filter(({ level }) => level && level !== 'low')
    .map(({ score }) => (score === 'morse' ? 'fall' : 'sore'))
  const care = done(facts).map(({ text }) => text)
  return [
    ...w.item('entry.at', facts.now),
    ...w.choices('entry.level', [`level${facts.level?.level.code ?? ''}`]),
    ...(last ? w.group('entry.vitals', vitalItems(w, 'entry.vitals', last)) : []),
    ...w.group(
      'entry.assessment',
      awake?.value === 'A' ? w.choices('entry.assessment.consciousness', ['tinh'], awake.source) : [],
      w.item('entry.assessment.wound', wound),
      w.choices('entry.assessment.risks', risks),
      w.item('entry.assessment.other', facts.notes.map(({ text }) => text).join('\n')),
    ),
    ...w.group(
      'entry.care',
      inShift > 0 ? w.item('entry.care.monitoring', `${inShift} lần trong ca`) : [],
      w.item('entry.care.dressing', textsOf(facts, 'dressing')),
      w.choices('entry.care.hygiene', [...(helped ? ['ho-tro'] : []), ...(washed ? ['lam-thay'] : [])]),
      w.item('entry.care.other', [...new Set(care)].join('; ')),
      w.item('entry.care.evaluation', facts.handOver ?? ''),
    ),
    ...w.item('entry.nurse', facts.nurse),
  ]
}
