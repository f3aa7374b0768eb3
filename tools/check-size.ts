// Files stay small enough to read: see CONTRIBUTING.md. Exceptions are named with their reason.
import { globSync, readFileSync } from 'node:fs'

const limit = 300
const exceptions: Readonly<Record<string, string>> = {}

const files = globSync(['src/**/*.{ts,tsx,css}', 'tools/**/*.ts', 'tests/**/*.ts'])
const large = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .filter(({ file, lines }) => lines > limit && !(file in exceptions))
for (const { file, lines } of large)
  process.stdout.write(`${file} has ${lines} lines; split it by subject (limit ${limit})\n`)
const gone = Object.keys(exceptions).filter((file) => !files.includes(file))
for (const file of gone) process.stdout.write(`tools/check-size.ts names ${file}, which is gone\n`)
process.exitCode = large.length + gone.length === 0 ? 0 : 1
