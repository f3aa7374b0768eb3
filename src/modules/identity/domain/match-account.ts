import { fold } from '#kernel/fold.ts'

interface Named {
  readonly userName: string
  readonly name: string
}

/** Whether every word of the query is in the account's names, without regard to accents. */
export function matchesAccount(account: Named, query: string): boolean {
  const names = fold(`${account.userName} ${account.name}`)
  return fold(query)
    .split(' ')
    .every((word) => names.includes(word))
}
