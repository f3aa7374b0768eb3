import type { Annotation } from '@medplum/fhirtypes'

/** Who struck an entry through and why; undefined while it counts. */
export function struckOf(one: {
  readonly status?: string
  readonly note?: readonly Annotation[]
}): { by: string; reason: string } | undefined {
  if (one.status !== 'entered-in-error') return undefined
  const note = one.note?.at(-1)
  return { by: note?.authorString ?? '–', reason: note?.text ?? '–' }
}
