const pattern = /^[a-z0-9][a-z0-9._-]{1,63}$/

/** User names are compared without regard to case, spaces around them and Unicode form. */
export function foldUserName(given: string): string {
  return given.normalize('NFKC').trim().toLowerCase()
}

/** Whether a folded user name may be given to an account. */
export function isUserName(folded: string): boolean {
  return pattern.test(folded)
}
