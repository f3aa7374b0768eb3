import { dayInVietnam } from '#kernel/civil-date.ts'
import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { CardAnswer, CardMatch, PatientForm } from './contract.ts'
import { type CardPerson, type CardReading, readCard } from './domain/read-card.ts'
import { patientErrors } from './errors.ts'
import { foundPatient } from './found-patient.ts'
import { findByNumbers } from './repository.ts'
import { searchPatients } from './search-patients.ts'
import type { PatientIndexTable } from './tables.ts'

/** Reads the text of a card and finds whose it is. Refuses with a reason that says what to do. */
export async function matchCard(ctx: Context, text: string): Promise<CardAnswer> {
  const read = readCard(text, dayInVietnam(ctx.now()))
  if (read.kind === 'refused') throw patientErrors[read.code](read.details)
  if (read.kind === 'words') {
    const { patients } = await searchPatients(ctx, read.text)
    return {
      kind: 'words',
      warnings: [],
      matches: patients.map((patient) => ({ patient, agrees: [], differs: [] })),
    }
  }
  const person: CardPerson = read.kind === 'number' ? {} : read.person
  const rows = await findByNumbers(ctx, numbersOn(read))
  return {
    kind: read.kind,
    form: cardForm(read),
    warnings: read.kind === 'number' ? [] : [...read.warnings],
    matches: rows.map((row) => compare(ctx, row, person)),
    ...present({ addressText: person.address }),
  }
}

function numbersOn(read: Exclude<CardReading, { kind: 'refused' | 'words' }>): readonly string[] {
  if (read.kind === 'number') return [read.digits]
  if (read.kind === 'insurance') return [read.card.bhxh]
  return read.oldNumber ? [read.number, read.oldNumber] : [read.number]
}

/** The card's facts as the beginnings of a new patient's form. */
function cardForm(read: Exclude<CardReading, { kind: 'refused' | 'words' }>): Partial<PatientForm> {
  if (read.kind === 'number') {
    if (read.digits.length === 12) return { cccd: read.digits }
    return read.digits.length === 9 ? { oldIdCard: read.digits } : { insurance: { number: read.digits } }
  }
  const { person } = read
  const common = present({
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    address: person.address ? { line: person.address } : undefined,
  })
  if (read.kind === 'citizen') return { ...common, cccd: read.number, ...present({ oldIdCard: read.oldNumber }) }
  const { card } = read
  return {
    ...common,
    insurance: {
      number: card.number ?? card.bhxh,
      ...present({ from: card.from, to: card.to, facility: card.facility, fiveYearsFrom: card.fiveYearsFrom }),
    },
    ...(read.parentName ? { contact: { name: read.parentName, relation: 'Cha hoặc mẹ' } } : {}),
  }
}

function compare(ctx: Context, row: PatientIndexTable, person: CardPerson): CardMatch {
  const agrees: CardMatch['agrees'] = ['number']
  const differs: CardMatch['differs'] = []
  const judge = (what: 'name' | 'birth' | 'sex', one: string | undefined, same: boolean) => {
    if (one !== undefined) same ? agrees.push(what) : differs.push(what)
  }
  judge('name', person.name, fold(row.name) === fold(person.name ?? ''))
  judge('birth', person.birthDate, row.birth_date === person.birthDate)
  judge('sex', person.sex, row.sex === person.sex)
  if (person.address && fold(person.address) !== fold(row.address ?? '')) differs.push('address')
  return { patient: foundPatient(ctx, row), agrees, differs }
}
