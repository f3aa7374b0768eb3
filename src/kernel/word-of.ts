/** A given value for a message. An object may hide a `toString` that is no function, so it is only named. */
export function wordOf(value: unknown, most = 60): string {
  return typeof value === 'object' || typeof value === 'function' ? typeof value : String(value).slice(0, most)
}
