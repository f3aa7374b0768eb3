import type { Key } from '#fhir/sdc/types.ts'
import { placeId } from './use-item.ts'

const focusable = 'input:not([type=file]), textarea, select, button'

/** Brings a place into sight and the cursor into it. */
export function jumpTo(key: Key, ids = 'form'): void {
  const place = document.getElementById(placeId({ ids }, key))
  if (!place) return
  place.scrollIntoView({ block: 'center' })
  place.querySelector<HTMLElement>(focusable)?.focus({ preventScroll: true })
}
