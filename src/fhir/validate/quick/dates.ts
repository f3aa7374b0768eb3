const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/

/**
 * Order of two dates or times: -1, 0 or 1; undefined when one is less precise and the shared part does not decide.
 * @see http://hl7.org/fhirpath/N1/#comparison
 */
export function compareDates(left: string, right: string): number | undefined {
  if (left === right) return 0
  const [a, b] = [parts.exec(left), parts.exec(right)]
  if (!a || !b) return undefined
  if (a[4] !== undefined && b[4] !== undefined) {
    const difference = Date.parse(left) - Date.parse(right)
    return Number.isNaN(difference) ? undefined : Math.sign(difference)
  }
  const days = compareDays(a, b)
  if (days !== 0) return days
  return a[4] === undefined && b[4] === undefined ? 0 : undefined
}

/** Year, month and day; undefined when one has fewer of them and the rest is equal. */
function compareDays(a: RegExpExecArray, b: RegExpExecArray): number | undefined {
  for (let at = 1; at <= 3; at++) {
    const [one, other] = [a[at], b[at]]
    if (one === undefined || other === undefined) return undefined
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
