/** A test or panel of the catalogue with the single tests it consists of. */
export interface Orderable {
  readonly code: string
  readonly name: string
  readonly loinc?: string
  readonly price: number
  /** Codes of its tests; of itself when it is one test. */
  readonly tests: readonly string[]
}

/** An order of the same day that stands. */
export interface StandingOrder {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly tests: readonly string[]
  readonly orderedAt: string
}

export interface DuplicateOrder {
  readonly code: string
  readonly name: string
  readonly standingId: string
  readonly standingName: string
  readonly orderedAt: string
}

/** Wanted tests that the patient is already having today, alone or inside a panel. */
export function duplicateOrders(
  wanted: readonly Orderable[],
  standing: readonly StandingOrder[],
): DuplicateOrder[] {
  return wanted.flatMap((one) => {
    const tests = new Set([one.code, ...one.tests])
    const met = standing.find((other) => tests.has(other.code) || other.tests.some((test) => tests.has(test)))
    if (!met) return []
    const { id, name, orderedAt } = met
    return [{ code: one.code, name: one.name, standingId: id, standingName: name, orderedAt }]
  })
}

/** Tests chosen twice in one act: a single test whose panel is chosen too needs no line of its own. */
export function withoutContained(wanted: readonly Orderable[]): Orderable[] {
  const byCode = [...new Map(wanted.map((one) => [one.code, one])).values()]
  return byCode.filter(
    (one) =>
      !byCode.some(
        (other) =>
          other !== one &&
          other.tests.length > one.tests.length &&
          one.tests.every((test) => other.tests.includes(test)),
      ),
  )
}
