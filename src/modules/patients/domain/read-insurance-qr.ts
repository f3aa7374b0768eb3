import { present } from '#kernel/present.ts'
import { parseBirth, parseCardDay } from './card-dates.ts'
import { fromHex } from './card-text.ts'
import { type InsuranceCard, parseCardNumber } from './insurance-card.ts'
import { tidyName } from './person-name.ts'
import type { CardPerson, CardWarning } from './read-card.ts'

interface InsuranceReading {
  readonly card: InsuranceCard
  readonly parentName?: string
  readonly person: CardPerson
  readonly warnings: readonly CardWarning[]
}

/**
 * The code on an insurance card: number | name in hex | birth | 1 male 2 female | address in hex |
 * registered facility | from | to | issued | managing office | parent in hex | area | five years from |
 * check | $. Parts after the eighth rest on few samples, so a fault there is ignored.
 *
 * @returns what is wrong when the number is none, or the birth day does not exist
 */
export function readInsuranceQr(parts: readonly string[]): InsuranceReading | 'number' | 'date' {
  const [first = '', , birth = ''] = parts
  const number = parseCardNumber(first)
  const bhxh = number?.bhxh ?? (/^\d{10}$/.test(first) ? first : undefined)
  if (!bhxh) return 'number'
  const birthDate = parseBirth(birth)
  if (!birthDate) return 'date'
  const parent = fromHex(parts[10] ?? '')
  const { person, warnings } = readPerson(parts, birthDate)
  return {
    card: { ...present({ number: number?.number }), bhxh, ...readValidity(parts) },
    ...present({ parentName: parent ? tidyName(parent) : undefined }),
    person,
    warnings,
  }
}

function readPerson(parts: readonly string[], birthDate: string): Pick<InsuranceReading, 'person' | 'warnings'> {
  const name = fromHex(parts[1] ?? '')
  const address = fromHex(parts[4] ?? '') || undefined
  const sex = ({ 1: 'male', 2: 'female' } as const)[parts[3] ?? '']
  return {
    person: { ...present({ name: name ? tidyName(name) : undefined, sex, address }), birthDate },
    warnings: [...(name ? [] : ['nameUnreadable' as const]), ...(sex ? [] : ['sexUnreadable' as const])],
  }
}

/** `01 - ZZ1` is facility 01ZZ1; a dash means no end. */
function readValidity(parts: readonly string[]): Omit<InsuranceCard, 'number' | 'bhxh'> {
  const facility = (parts[5] ?? '').replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  const from = parseCardDay(parts[6] ?? '')
  const to = parseCardDay(parts[7] ?? '')
  const fiveYearsFrom = parseCardDay(parts[12] ?? '')
  return {
    ...(facility.length === 5 ? { facility } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(fiveYearsFrom ? { fiveYearsFrom } : {}),
  }
}
