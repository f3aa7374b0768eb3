import { ofAge } from './of-age.ts'

/** Days in Viet Nam: from when somebody speaks for a patient, until when it was asked for, and when the patient was born. */
export interface Representation {
  readonly since: string
  readonly until?: string | undefined
  readonly birthDate?: string | undefined
}

/**
 * The day from which it no longer holds. For a child never later than the eighteenth birthday, whatever was asked for and
 * whenever the birthday became known; who represents a ward of age has begun to after that day.
 */
export function representsUntil({ since, until, birthDate }: Representation): string | undefined {
  const grown = birthDate === undefined ? undefined : ofAge(birthDate)
  if (grown === undefined || grown <= since) return until
  return until === undefined || until > grown ? grown : until
}
