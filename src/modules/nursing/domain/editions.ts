/** The edition of a dated list that holds on a day. */
export function editionOn<E extends { readonly validFrom: string; readonly validTo?: string }>(
  editions: readonly E[],
  day: string,
): E | undefined {
  return editions
    .filter((one) => one.validFrom <= day && (one.validTo ?? '9999') >= day)
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))
    .at(-1)
}
