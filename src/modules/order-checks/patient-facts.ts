import type {
  AllergyIntolerance,
  Condition,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { drugOf } from '#fhir/drug-of-request.ts'
import { idOf } from '#fhir/encounter.ts'
import { knownAllergy } from '#fhir/known-allergy.ts'
import { cs, ext } from '#fhir/systems.ts'
import { addDays, completedMonths, dayInVietnam } from '#kernel/civil-date.ts'
import type { KnownAllergy } from '#kernel/drug/check-allergies.ts'
import type { Context } from '#platform/context.ts'
import { newestOfPatient } from '#store/newest.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { CurrentDrug, PatientFacts } from './domain/facts.ts'
import { type KidneyFunction, kidneyFunction } from './domain/kidney.ts'

/** Days for which a value says something about today's dose. */
const holds = { weight: 30, height: 730, creatinine: 30, pregnancy: 30 } as const

const loinc = {
  weight: '29463-7',
  height: '8302-2',
  pregnancy: '82810-3',
  breastfeeding: '63895-7',
  gestation: '49051-6',
}

const adultMonths = 18 * 12
/** Ages in which a woman may carry or nurse a child. */
const childBearing = { from: 8 * 12, to: 65 * 12 } as const

export interface Known {
  readonly facts: PatientFacts
  readonly allergies: readonly KnownAllergy[]
}

async function newest(
  ctx: Context,
  patientId: string,
  code: string,
  days: number,
): Promise<Observation | undefined> {
  const found = await searchResources<Observation>(ctx, 'Observation', {
    patient: patientId,
    code,
    date: `ge${addDays(dayInVietnam(ctx.now()), -days)}`,
    status: 'final,amended,corrected',
    _sort: '-date',
    _count: '1',
  })
  return found[0]
}

function answered(observation: Observation | undefined, yes: readonly string[]): boolean | undefined {
  if (!observation) return undefined
  const coded = observation.valueCodeableConcept?.coding?.[0]?.code ?? ''
  return observation.valueBoolean ?? yes.includes(coded)
}

const pregnancyCodes = /^(Z33|Z34|Z35|O0[0-9]|O[1-4][0-9]|O6[0-9])/

/** µmol/L, whatever the laboratory reports in. */
function micromoles(observation: Observation | undefined): number | undefined {
  const value = numberOf(observation?.valueQuantity?.value)
  const unit = observation?.valueQuantity?.code ?? observation?.valueQuantity?.unit ?? ''
  if (value === undefined) return undefined
  return /mg/i.test(unit) ? value * 88.4 : value
}

interface Measured {
  readonly weightKg: number | undefined
  readonly kidney: KidneyFunction | undefined
  readonly creatinineOn: string | undefined
}

async function measured(ctx: Context, patient: Patient, months: number | undefined): Promise<Measured> {
  const id = patient.id ?? ''
  const today = dayInVietnam(ctx.now())
  const since = (days: number) => new Date(`${addDays(today, -days)}T00:00:00+07:00`)
  const [weight, creatinine, height] = await newestOfPatient<Observation>(ctx, 'Observation', id, [
    { code: `${cs.loinc}|${loinc.weight}`, since: since(holds.weight) },
    { code: `${cs.lab}|CREA`, since: since(holds.creatinine) },
    // Only the formula of children asks for it, and goes far back.
    ...(months !== undefined && months >= adultMonths
      ? []
      : [{ code: `${cs.loinc}|${loinc.height}`, since: since(holds.height) }]),
  ])
  const weightKg = numberOf(weight?.valueQuantity?.value)
  const creatinineUmol = micromoles(creatinine)
  const sex = sexOf(patient)
  const kidney =
    creatinineUmol === undefined || months === undefined || !sex
      ? undefined
      : kidneyFunction({
          ageYears: Math.floor(months / 12),
          sex,
          creatinineUmol,
          weightKg,
          heightCm: numberOf(height?.valueQuantity?.value),
        })
  return {
    weightKg,
    kidney,
    creatinineOn: creatinine?.effectiveDateTime?.slice(0, 10) ?? creatinine?.issued?.slice(0, 10),
  }
}

const dayMs = 86_400_000

const isWard = (one: MedicationRequest) => one.category?.[0]?.coding?.[0]?.code === 'inpatient'

/** Until when a drug counts as taken: its bounds on the ward, its supply at home, a day after a single dose. */
function takenUntil(one: MedicationRequest): number {
  const timing = one.dosageInstruction?.[0]?.timing
  const once = timing?.event?.[0]
  if (once) return Date.parse(once) + dayMs
  if (isWard(one)) return Date.parse(timing?.repeat?.boundsPeriod?.end ?? '9999-12-31')
  const days = numberOf(one.dispenseRequest?.expectedSupplyDuration?.value) ?? 0
  return Date.parse(one.authoredOn ?? '') + days * dayMs
}

/** Drugs of the ward that go on, and prescriptions whose supply is not used up. */
function currentDrugs(
  requests: readonly MedicationRequest[],
  now: Date,
  except: ReadonlySet<string>,
): CurrentDrug[] {
  return requests
    .filter((one) => !except.has(one.id ?? '') && takenUntil(one) >= now.getTime())
    .map((one) => {
      const drug = drugOf(one)
      return {
        requestId: one.id ?? '',
        name: one.medicationCodeableConcept?.text ?? '',
        ingredients: drug.ingredients,
        routeCode: drug.route.code,
        from: isWard(one) ? 'ward' : 'prescription',
      }
    })
}

/** The last day of a birth date that is known by its year or month only would be the youngest; doses go by the first. */
const birthDay = (text: string) => (text.length === 4 ? `${text}-01-01` : text.length === 7 ? `${text}-01` : text)

function pregnancy(
  patient: Patient,
  told: boolean | undefined,
  diagnoses: readonly string[],
): boolean | undefined {
  if (patient.gender !== 'female') return false
  return told ?? (diagnoses.some((code) => pregnancyCodes.test(code)) ? true : undefined)
}

const sexOf = ({ gender }: Patient) => (gender === 'male' || gender === 'female' ? gender : undefined)

const over = new Set(['resolved', 'inactive', 'remission'])

/** ICD-10 codes of the stay and of the list of problems that still stand. */
function diagnosesIn(conditions: readonly Condition[]): string[] {
  const isOver = (one: Condition) => one.clinicalStatus?.coding?.some((coding) => over.has(coding.code ?? ''))
  return conditions
    .filter((one) => !isOver(one))
    .flatMap((one) => one.code?.coding?.find((coding) => coding.system === cs.icd10)?.code ?? [])
}

const nothing: ReadonlySet<string> = new Set()

/** All of a patient that a drug is checked against. `except` are the orders that are being replaced. */
export async function patientFacts(
  ctx: Context,
  encounter: Encounter,
  except: ReadonlySet<string> = nothing,
): Promise<Known> {
  const patientId = idOf(encounter.subject)
  const patient = await readResource<Patient>(ctx, 'Patient', patientId)
  const day = dayInVietnam(ctx.now())
  const months = patient.birthDate ? completedMonths(birthDay(patient.birthDate), day) : undefined
  const mayBear =
    patient.gender !== 'male' &&
    (months === undefined || (months >= childBearing.from && months < childBearing.to))
  const told = async (code: string) =>
    mayBear ? newest(ctx, patientId, `${cs.loinc}|${code}`, holds.pregnancy) : undefined
  const [measures, requests, ofStay, problems, allergies, pregnant, breastfeeding, weeks] = await Promise.all([
    measured(ctx, { ...patient, id: patientId }, months),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
      patient: patientId,
      status: 'active,on-hold',
      _count: '200',
    }),
    searchResources<Condition>(ctx, 'Condition', { encounter: `Encounter/${encounter.id}`, _count: '200' }),
    searchResources<Condition>(ctx, 'Condition', {
      patient: patientId,
      category: 'problem-list-item',
      'clinical-status:not': 'resolved,inactive,remission',
      _count: '500',
    }),
    searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', { patient: patientId, _count: '200' }),
    told(loinc.pregnancy),
    told(loinc.breastfeeding),
    told(loinc.gestation),
  ])
  const diagnoses = diagnosesIn([...ofStay, ...problems])
  const facts: PatientFacts = {
    day,
    ageMonths: months,
    sex: sexOf(patient),
    ...measures,
    pregnant: pregnancy(patient, answered(pregnant, ['77386006', 'LA15173-0']), diagnoses),
    gestationWeeks: numberOf(weeks?.valueQuantity?.value),
    breastfeeding:
      answered(breastfeeding, ['LA33-6', '413712001']) ?? diagnoses.some((code) => code.startsWith('Z39')),
    diagnoses,
    payer: encounter.extension?.find((one) => one.url === ext.payer)?.valueCode,
    current: currentDrugs(requests, ctx.now(), except),
  }
  return { facts, allergies: allergies.flatMap((one) => knownAllergy(one) ?? []) }
}
