import type { Context } from './context.ts'

/** Whether the journal was told of a refusal that stays when the transaction is undone. */
export function wasRefused({ told }: Context): boolean {
  return told.some(({ outcome, inside }) => outcome === 'refused' && !inside)
}
