import { isDeepStrictEqual } from 'node:util'
import type { Address, ContactPoint, Identifier, Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { mergedTarget } from './merged-people.ts'

type Entry = Identifier | ContactPoint | Address

/**
 * The result that the record office merges to. The operation marks everything of the source as former, as HL7 drafts it;
 * here a personal number, card, telephone or address that only the source knows stays current, so that nobody is left
 * without the number they have. The medical record number of the source is always a former one.
 */
export function resultOf(source: Patient, target: Patient): Patient {
  const made = mergedTarget(source, target)
  return {
    ...made,
    ...restored('identifier', made.identifier, source.identifier, target.identifier),
    ...restored('telecom', made.telecom, source.telecom, target.telecom),
    ...restored('address', made.address, source.address, target.address),
  }
}

function restored<K extends string, T extends Entry>(
  key: K,
  made: readonly T[] | undefined,
  source: readonly T[] = [],
  target: readonly T[] = [],
): object {
  if (!made) return {}
  const taken = new Set(target.filter(isCurrent).map(kindOf))
  const entries = made.map((one) => {
    const kind = kindOf(one)
    if (isCurrent(one) || taken.has(kind) || kind === sid.mrn) return one
    return source.find((from) => isCurrent(from) && isDeepStrictEqual(plain(from), plain(one))) ?? one
  })
  return { [key]: entries }
}

const isCurrent = (one: Entry) => one.use !== 'old' && one.period?.end === undefined
/** One number of a system, one telephone, one address is current; more of a kind are the target's own affair. */
const kindOf = (one: Entry) => ('system' in one ? (one.system ?? '') : '')

function plain<T extends Entry>({ use: _, ...rest }: T): object {
  return rest
}
