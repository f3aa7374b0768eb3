export interface Dated {
  readonly validFrom: string
  readonly validTo?: string
}

/** How long an invitation may wait, and the meeting itself. */
export interface TimeLimit extends Dated {
  readonly priority: string
  readonly answerMinutes: number
  readonly heldMinutes: number
  readonly source: string
}

export const limitOf = (limits: readonly TimeLimit[], priority: string): TimeLimit | undefined =>
  limits.find((one) => one.priority === priority) ?? limits.find((one) => one.priority === 'routine')

const minute = 60_000

/** Until when who is invited answers, and until when it is held: a planned time comes before the limit. */
export function dueOf(
  limit: Pick<TimeLimit, 'answerMinutes' | 'heldMinutes'>,
  askedAt: Date,
  planned: Date | undefined,
): { readonly answer: Date; readonly held: Date } {
  const answer = new Date(askedAt.getTime() + limit.answerMinutes * minute)
  const held = planned ?? new Date(askedAt.getTime() + limit.heldMinutes * minute)
  return { answer: planned && planned < answer && planned > askedAt ? planned : answer, held }
}
