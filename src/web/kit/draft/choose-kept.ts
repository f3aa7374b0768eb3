import type { KeptDraft, ServerDraft } from './draft-store.ts'

/** The device's text when the server lacks it and it is the newer, else the server's. */
export function chooseKept<T>(
  here: KeptDraft<T> | undefined,
  there: ServerDraft<T> | undefined,
): KeptDraft<T> | ServerDraft<T> | undefined {
  if (!here?.waiting) return there
  if (!there || here.version === there.version || here.changedAt > there.updatedAt) return here
  return there
}
