import { formatDay, formatMrn, formatSex } from '#web/kit/index.ts'
import type { MergePerson } from '../contract.ts'

/** What tells two of the same name apart. */
export function personFacts(person: MergePerson): string {
  return [
    formatSex(person.sex),
    person.birthDate && formatDay(person.birthDate),
    person.mrn && formatMrn(person.mrn),
    person.cccd,
    person.phone,
    person.address,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Name and number, as a sentence names an entry. */
export const personNamed = (name: string, mrn: string | undefined) => (mrn ? `${name} (${formatMrn(mrn)})` : name)
