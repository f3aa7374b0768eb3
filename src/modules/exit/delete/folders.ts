import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { exitErrors } from '../errors.ts'

/** Where a path leads to, also when its end is not there yet. */
export function realPlace(path: string): string {
  const whole = resolve(path)
  if (existsSync(whole)) return realpathSync(whole)
  const parent = dirname(whole)
  return parent === whole ? whole : join(realPlace(parent), whole.slice(parent.length))
}

const holds = (folder: string, path: string) =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)

/** What is to outlive the deletion must not lie in what is deleted. */
export function requireOutside(paths: readonly string[], folders: readonly string[]): void {
  for (const path of paths) {
    const folder = folders.map(realPlace).find((one) => holds(one, realPlace(path)))
    if (folder !== undefined) throw exitErrors.inside({ path, folder })
  }
}

/** Removes what a folder holds but for one place in it, however deep, and the folders that lead to it. */
export function clearFolder(folder: string, kept: string): void {
  const stays = realPlace(kept)
  if (!existsSync(folder) || realPlace(folder) === stays) return
  for (const one of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, one.name)
    if (!holds(realPlace(path), stays)) rmSync(path, { recursive: true, force: true })
    else if (one.isDirectory()) clearFolder(path, kept)
  }
}
