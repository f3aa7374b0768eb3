import type { Key } from '#fhir/sdc/types.ts'
import { placeId } from './use-item.ts'

const fields = 'input:not([type=file]), textarea, select'

/** Brings a place into sight and the cursor into its first field; where there is none, to what adds one. */
export function jumpTo(key: Key, ids = 'form'): void {
  const place = document.getElementById(placeId({ ids }, key))
  if (!place) return
  place.scrollIntoView({ block: 'center' })
  const target =
    place.querySelector<HTMLElement>(fields) ?? place.querySelector<HTMLElement>('.fo-add button, button')
  target?.focus({ preventScroll: true })
}

/** Goes on to the field behind a place, as Enter does in a field; a finger is not sent anywhere. */
export function goOnFrom(key: Key, ids: string): void {
  const place = document.getElementById(placeId({ ids }, key))
  if (!place || window.matchMedia('(pointer: coarse)').matches) return
  const all = [...(place.closest('.fo-form')?.querySelectorAll<HTMLElement>(fields) ?? [])]
  const isBehind = (one: HTMLElement) =>
    !place.contains(one) && (place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  all.find((one) => one.offsetParent !== null && isBehind(one))?.focus()
}
