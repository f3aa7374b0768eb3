import { AppError } from '#kernel/app-error.ts'
import { isShaping, pairsOf } from '#store/search/request.ts'
import type { Pairs } from './call.ts'
import { fhirApiErrors } from './errors.ts'

/**
 * The search that chooses what a conditional interaction is about, without what only shapes an answer. One that
 * would match everything is refused. http://hl7.org/fhir/R4/http.html#cond-update
 */
export function conditionOf(pairs: Pairs): string {
  const choosing = pairs.filter(([name, value]) => !isShaping(name) && value !== '')
  if (choosing.length === 0) throw fhirApiErrors.conditionEmpty()
  return new URLSearchParams(choosing.map(([name, value]): [string, string] => [name, value])).toString()
}

/** The condition of If-None-Exist: `identifier=…`, with or without a type before it. */
export function ifNoneExist(header: string | undefined): string | undefined {
  return header === undefined ? undefined : conditionOf(pairsOf(header.replace(/^[^=]*\?/, '')))
}

/** The version that If-Match names; one that this server never gave out matches nothing. */
export function ifMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())
  if (!found) throw fhirApiErrors.ifMatchUnknown({ value: header.slice(0, 60) })
  return Number(found[1])
}

/** `If-None-Match: *` of an update: it may only create. Other values mean something for reading only. */
export function onlyCreates(header: string | undefined): boolean {
  if (header === undefined) return false
  if (header.trim() !== '*') throw fhirApiErrors.badHeader({ header: 'If-None-Match', value: header.slice(0, 60) })
  return true
}

/** What exists already, as the failed condition of one who wanted to create only. */
export function refuseExisting(error: unknown): never {
  throw error instanceof AppError && error.code === 'store.exists'
    ? fhirApiErrors.existsAlready(error.details, error)
    : error
}
