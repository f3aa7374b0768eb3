import type { Consent, Identifier, Resource } from '@medplum/fhirtypes'

/** Codes of protecting labels that a resource carries before and not after. */
export function labelsLost(before: Resource, after: Resource, protecting: ReadonlySet<string>): readonly string[] {
  const kept = new Set(codesOf(after).map((code) => code.toLowerCase()))
  return [
    ...new Set(
      codesOf(before).filter((code) => protecting.has(code.toLowerCase()) && !kept.has(code.toLowerCase())),
    ),
  ]
}

const codesOf = ({ meta }: Resource) => meta?.security?.flatMap(({ code }) => code ?? []) ?? []

/** Whether a Consent is a refusal that holds, its time apart. */
export const isRefusal = ({ status, provision }: Consent): boolean =>
  status === 'active' && provision?.type === 'deny'

/** Whether a refusal holds for fewer people, for a shorter time, for another patient, or not at all after a change. */
export function loosens(before: Consent, after: Consent | undefined, merging: boolean): boolean {
  if (!isRefusal(before)) return false
  if (!after || !isRefusal(after)) return true
  if (!merging && before.patient?.reference !== after.patient?.reference) return true
  return endOf(after) < endOf(before) || !namesAll(namedBy(before), namedBy(after))
}

const endOf = ({ provision }: Consent) => provision?.period?.end?.slice(0, 10) ?? '9999'

/** Whom it is against; undefined for everybody. */
const namedBy = ({ provision }: Consent) =>
  provision?.actor?.map(({ reference }) => reference?.reference ?? codeOf(reference?.identifier))

const codeOf = (role: Identifier | undefined) => role && `${role.system}|${role.value}`

function namesAll(before: ReturnType<typeof namedBy>, after: ReturnType<typeof namedBy>): boolean {
  if (after === undefined) return true
  return before?.every((one) => after.includes(one)) ?? false
}
