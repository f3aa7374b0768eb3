import type { Patient } from '@medplum/fhirtypes'
import { mergeErrors } from './errors.ts'
import { labelsOfBoth } from './merged-people.ts'

/** A resulting patient that the caller made: it must be the target, keep all numbers and say what it replaces. */
export function checkResult(result: Patient, source: Patient, target: Patient): Patient {
  if (result.id !== target.id) throw mergeErrors.resultWrong({ reason: 'its id must be that of the target' })
  if (result.active === false) throw mergeErrors.resultWrong({ reason: 'it must be in use' })
  const key = (one: { system?: string; value?: string }) => `${one.system ?? ''}|${one.value ?? ''}`
  const kept = new Set((result.identifier ?? []).map(key))
  const lost = [...(target.identifier ?? []), ...(source.identifier ?? [])].find((one) => !kept.has(key(one)))
  if (lost) throw mergeErrors.resultWrong({ reason: `the identifier ${key(lost)} is missing` })
  const labels = new Set(result.meta?.security?.map(({ code }) => code))
  const bare = labelsOfBoth(source, target).find(({ code }) => !labels.has(code))
  if (bare) throw mergeErrors.resultWrong({ reason: `the label ${bare.code ?? ''} is missing` })
  const link = { other: { reference: `Patient/${source.id}` }, type: 'replaces' as const }
  const links = result.link ?? []
  if (links.some((one) => one.type === link.type && one.other.reference === link.other.reference)) return result
  return { ...result, link: [...links, link] }
}
