import { readFileSync } from 'node:fs'

/** The commonest passwords of published leaks; see data/identity/SOURCE.md. */
let common: ReadonlySet<string> | undefined

function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(
    readFileSync(new URL('../../../../data/identity/common-passwords.txt', import.meta.url), 'utf8').split('\n'),
  )
  return common
}

/** What guessing programs try first: the words of the list with digits and signs behind them. */
export function isCommon(password: string): boolean {
  const folded = password.toLowerCase()
  const bare = folded.replace(/[^a-z]+$/, '')
  return commonPasswords().has(folded) || (bare.length >= 6 && commonPasswords().has(bare))
}
