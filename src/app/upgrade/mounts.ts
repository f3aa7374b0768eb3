import { readFileSync, realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'

/** Entries of a folder that are, or hold, a mount of their own; from the text of /proc/self/mountinfo. */
export function mountsBelow(folder: string, mountInfo = readFileSync('/proc/self/mountinfo', 'utf8')): string[] {
  const root = realpathSync(folder)
  const names = mountInfo.split('\n').flatMap((line) => {
    const point = (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    const below = relative(root, point)
    return point === '' || below === '' || below.startsWith('..') ? [] : [below.split(sep)[0] ?? '']
  })
  return [...new Set(names)]
}
