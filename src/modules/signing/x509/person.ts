import { fold } from '#kernel/fold.ts'
import type { Certificate } from './certificate.ts'
import { subjectName } from './certificate.ts'

/** A person as the hospital knows them. */
export interface KnownPerson {
  readonly name: string
  /** Numbers that tell namesakes apart: practising licence, citizen's number. */
  readonly numbers: readonly string[]
}

const bare = (text: string): string =>
  text
    .replace(/^[A-Z]+:/i, '')
    .replace(/[^0-9A-Za-z]/g, '')
    .toLowerCase()

/** A number of at least six signs that the certificate names, of whatever kind: licence, `CCCD:…`, `CMND:…`. */
const numbersIn = (certificate: Certificate): string[] =>
  Object.values(certificate.names)
    .map(bare)
    .filter((text) => /\d/.test(text) && /^[0-9a-z]{6,40}$/.test(text))

/**
 * Whether a certificate names this person: by number when both sides have one in common kind, and by name always; titles
 * before the name do not matter.
 */
export function isCertificateOf(certificate: Certificate, person: KnownPerson): boolean {
  const words = fold(person.name).split(/\s+/).join(' ')
  if (!fold(subjectName(certificate)).split(/\s+/).join(' ').endsWith(words)) return false
  const known = person.numbers.map(bare)
  const told = numbersIn(certificate).filter((one) => known.some((other) => other.length === one.length))
  return told.length === 0 || told.some((one) => known.includes(one))
}
