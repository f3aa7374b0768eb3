import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Files } from '#modules/signing/record-archive/sealed-files.ts'
import { type FileVerdict, readRoots, verifyFile, verifyFolder } from '#modules/signing/verify-file.ts'
import { sayCounts } from '#modules/signing/words.ts'
import type { Language } from '../language.ts'

/** What is checked, and how its outcome is told. */
export interface Asked {
  readonly paths: readonly string[]
  readonly language: Language
  /** PEM files with the roots to trust; those that are not there are left out. */
  readonly roots: readonly string[]
  say(line: string): void
}

export interface Checked {
  readonly ok: boolean
  readonly value: readonly { readonly file: string; readonly ok: boolean; readonly value: unknown }[]
}

/** The files of a folder, read one at a time. */
function folderFiles(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
  const there = new Set(paths)
  return { paths, read: (path) => (there.has(path) ? readFileSync(join(folder, path)) : undefined) }
}

function check(path: string, language: Language, roots: Roots): FileVerdict {
  if (statSync(path).isDirectory()) return verifyFolder(folderFiles(path), language, roots)
  return verifyFile(readFileSync(path), language, roots)
}

type Roots = ReturnType<typeof readRoots> | undefined

/** Checks files and folders, and says what came of each. Throws when one cannot be read. */
export function checkPaths({ paths, language, roots: pems, say }: Asked): Checked {
  const read = pems.flatMap((pem) => readRoots(readFileSync(pem, 'utf8')))
  const roots = read.length > 0 ? read : undefined
  const value = paths.map((file) => {
    const verdict = check(file, language, roots)
    say(`${file}:`)
    for (const text of verdict.lines) say(`  ${text}`)
    return { file, ok: verdict.ok, value: verdict.value }
  })
  const failed = value.filter(({ ok }) => !ok).length
  say(sayCounts(language, { expected: value.length, whole: value.length - failed, failed }))
  return { ok: failed === 0, value }
}
