import type { Day } from '#kernel/civil-date.ts'
import { fold } from '#kernel/fold.ts'
import { parseBirth, parseCardDay } from './card-dates.ts'
import { cleanScan, isGarbled } from './card-text.ts'
import { compareWithDigits, digitsSay, type NumberWarning, type Sex } from './identity-number.ts'
import { type InsuranceCard, parseCardNumber } from './insurance-card.ts'
import { tidyName } from './person-name.ts'
import { readInsuranceQr } from './read-insurance-qr.ts'

/** Why a text is not taken as an identity; each has a text that says what to do instead. */
export type CardRefusal =
  | 'cardEmpty'
  | 'cardTooLong'
  | 'cardNumberLength'
  | 'cardDate'
  | 'cardBirthInFuture'
  | 'cardInsuranceNumber'
  | 'cardIsPayment'
  | 'cardIsPrescription'
  | 'cardIsLink'
  | 'cardUnknown'

export type CardWarning = NumberWarning | 'nameUnreadable' | 'sexUnreadable' | 'addressUnreadable'

/** Facts of a person as a card gives them. */
export interface CardPerson {
  readonly name?: string
  /** As exact as the card: `1981-03-12`, `1981-03` or `1981`. */
  readonly birthDate?: string
  readonly sex?: Sex
  readonly address?: string
}

export type CardReading =
  /** A citizen card, or the copy of it that VNeID shows. */
  | {
      readonly kind: 'citizen'
      readonly number: string
      readonly oldNumber?: string
      readonly issuedOn?: Day
      readonly person: CardPerson
      readonly warnings: readonly CardWarning[]
    }
  /** An insurance card; a bare number has an empty person. */
  | {
      readonly kind: 'insurance'
      readonly card: InsuranceCard
      readonly parentName?: string
      readonly person: CardPerson
      readonly warnings: readonly CardWarning[]
    }
  /** Twelve, ten or nine digits alone: the personal number, an insurance or patient number, an old identity card. */
  | { readonly kind: 'number'; readonly digits: string }
  /** Typed words: search for them. */
  | { readonly kind: 'words'; readonly text: string }
  | {
      readonly kind: 'refused'
      readonly code: CardRefusal
      readonly details: Readonly<Record<string, string | number>>
    }

const refused = (code: CardRefusal, details: Readonly<Record<string, string | number>> = {}): CardReading => ({
  kind: 'refused',
  code,
  details,
})

/** Longest text a card's code holds, with room: QR version 40 holds 2,953 bytes. */
const longest = 3000

/**
 * Understands whatever a scanner, a camera or a hand puts into the card field at reception.
 * Never throws: what cannot be an identity comes back refused with a reason.
 */
export function readCard(raw: string, today: Day): CardReading {
  if (raw.length > longest) return refused('cardTooLong', { length: raw.length })
  const text = cleanScan(raw)
  if (text === '') return refused('cardEmpty')
  return readForeign(text) ?? readBareNumber(text) ?? readParts(text, today) ?? readRest(text)
}

/** Codes that are scanned by mistake and are no identity. */
function readForeign(text: string): CardReading | undefined {
  if (/^00020101021[12]/.test(text)) return refused('cardIsPayment')
  const prescription = /^[0-9a-z]{12}-[nhct]$/i.exec(text)
  if (prescription) return refused('cardIsPrescription', { code: text.toLowerCase() })
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return refused('cardIsLink')
  return undefined
}

function readBareNumber(text: string): CardReading | undefined {
  const card = parseCardNumber(text)
  if (card) return { kind: 'insurance', card: { number: card.number, bhxh: card.bhxh }, person: {}, warnings: [] }
  const digits = text.replace(/[\s.-]/g, '')
  if (!/^\d+$/.test(digits)) return undefined
  if (digits.length === 12 || digits.length === 10 || digits.length === 9) return { kind: 'number', digits }
  return digits.length > 6
    ? refused('cardNumberLength', { digits: digits.length })
    : { kind: 'words', text: digits }
}

/** The separator is `|`; a keyboard of another layout may send another sign instead, but always the same. */
function separate(text: string): readonly string[] {
  const first = /^[A-Za-z0-9]+([^A-Za-z0-9\s])/.exec(text)?.[1]
  return (first ? text.split(first) : [text]).map((part) => part.trim())
}

function readParts(text: string, today: Day): CardReading | undefined {
  const parts = separate(text)
  if (parts.length < 6) return undefined
  const [first = ''] = parts
  if (/^\d+$/.test(first) && (first.length !== 10 || /^\d{8}$/.test(parts[3] ?? '')))
    return readCitizen(parts, today)
  return readInsurance(parts, today)
}

/** Number, old number, name, birth day, sex, address, issue day; newer cards append more, which is ignored. */
function readCitizen(parts: readonly string[], today: Day): CardReading {
  const [number = '', oldNumber = '', name = '', birth = '', sexText = '', address = '', issued = ''] = parts
  if (number.length !== 12) return refused('cardNumberLength', { digits: number.length })
  const birthDate = parseBirth(birth)
  if (!birthDate) return refused('cardDate', { date: birth.slice(0, 12) })
  if (birthDate > today) return refused('cardBirthInFuture', { date: birth.slice(0, 12) })
  const sex = readSex(sexText)
  const issuedOn = parseCardDay(issued)
  const warnings: CardWarning[] = [...compareWithDigits(number, sex, birthDate)]
  if (isGarbled(name)) warnings.push('nameUnreadable')
  if (!sex) warnings.push('sexUnreadable')
  if (/[?\ufffd]/.test(address)) warnings.push('addressUnreadable')
  return {
    kind: 'citizen',
    number,
    ...(/^\d{9}$|^\d{12}$/.test(oldNumber) ? { oldNumber } : {}),
    ...(issuedOn ? { issuedOn } : {}),
    person: {
      ...(isGarbled(name) ? {} : { name: tidyName(name) }),
      birthDate,
      ...sexOrDigits(sex, number),
      ...(address && !/[?\ufffd]/.test(address) ? { address } : {}),
    },
    warnings,
  }
}

/** An unreadable word for the sex falls back on the number's digit; the warning stays, so a person looks. */
function sexOrDigits(sex: Sex | undefined, number: string): { readonly sex?: Sex } {
  const known = sex ?? digitsSay(number)?.sex
  return known ? { sex: known } : {}
}

/** `Nữ` may arrive as `N?`, `Nu`, `N÷` or `Nuwx` (Telex): whatever begins with N and is not `Nam`. */
function readSex(text: string): Sex | undefined {
  const word = fold(text)
  if (word === 'nam' || word === 'male' || word === 'm') return 'male'
  if (word === 'nu' || word === 'nuwx' || word === 'female' || word === 'f') return 'female'
  return undefined
}

function readInsurance(parts: readonly string[], today: Day): CardReading {
  const read = readInsuranceQr(parts)
  if (read === 'number') return refused('cardInsuranceNumber', { number: (parts[0] ?? '').slice(0, 15) })
  if (read === 'date') return refused('cardDate', { date: (parts[2] ?? '').slice(0, 12) })
  if (read.person.birthDate && read.person.birthDate > today)
    return refused('cardBirthInFuture', { date: (parts[2] ?? '').slice(0, 12) })
  return { kind: 'insurance', ...read }
}

function readRest(text: string): CardReading {
  const words = text.replace(/\s+/g, ' ')
  if (words.length <= 80 && /^[\p{L}\p{M}\d\s.,'/()-]+$/u.test(words) && /\p{L}/u.test(words))
    return { kind: 'words', text: words }
  return refused('cardUnknown', { length: text.length })
}
