/**
 * Whether an address begins with one of those an administrator wrote: the same scheme, host and port, and a path that
 * is the written one or below it. Text alone would take `https://a.vn.evil.example` for `https://a.vn`.
 */
export function isListed(url: URL, listed: readonly string[]): boolean {
  return listed.some((one) => {
    const wanted = URL.parse(one)
    if (!wanted || wanted.origin !== url.origin) return false
    const path = wanted.pathname
    if (!url.pathname.startsWith(path)) return false
    return path.endsWith('/') || url.pathname.length === path.length || url.pathname[path.length] === '/'
  })
}

/** The addresses of a setting that holds several, with commas. */
export const listOf = (setting: string | undefined): readonly string[] => setting?.split(',') ?? []
