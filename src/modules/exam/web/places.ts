import type { Place } from '../domain/conclusion.ts'

export const placeId = (place: Place) => `exam-place-${place.replace('.', '-')}`

/** Brings the part of the screen into view and puts the cursor into its first field. */
export function goToPlace(place: Place): void {
  const part = document.getElementById(placeId(place))
  part?.scrollIntoView({ block: 'center', behavior: 'auto' })
  part?.querySelector<HTMLElement>('textarea, input, button')?.focus()
}
