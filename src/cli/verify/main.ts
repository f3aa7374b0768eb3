// The verifier alone: no database, no network, no server. It reads the files named, the roots given, and the texts.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { languageOf } from '../language.ts'
import { checkPaths } from './check-paths.ts'

const usage = `Usage: lanong-verify <file-or-folder> …

Checks signed papers (.pdf), exported records (.zip), signed heads of a ledger (.zip) and exported hospitals (folders).

  --trust FILE  PEM file with the root certificates to trust; else those that travel in an export, and it says so
  --lang vi|en  Language of the answer; else that of LANG, else Vietnamese
  --json        Print one JSON value
`

function main(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      trust: { type: 'string' },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  if (values.help || positionals.length === 0) {
    process.stdout.write(usage)
    return values.help ? 0 : 1
  }
  const absent = [...positionals, ...(values.trust ? [values.trust] : [])].find((path) => !existsSync(path))
  if (absent !== undefined) throw new Error(`There is no file ${absent}`)
  const { ok, value } = checkPaths({
    paths: positionals,
    language: languageOf(values, process.env),
    roots: values.trust ? [values.trust] : [],
    say: (line) => void (values.json || process.stdout.write(`${line}\n`)),
  })
  if (values.json) process.stdout.write(`${JSON.stringify(value)}\n`)
  return ok ? 0 : 1
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`lanong-verify: ${(error as Error).message}\n`)
  process.exitCode = 2
}
