import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Command, CommandLine } from './command.ts'
import { languageOf } from './language.ts'
import { checkPaths } from './verify/check-paths.ts'

/** Roots to trust: of a file, else of this data folder; an export falls back on its own and says so. */
function rootsOf(line: CommandLine): readonly string[] {
  const file = line.options['trust']
  if (typeof file === 'string') return [file]
  const { dataDir } = line.config
  const own = [join(dataDir, 'demo-ca', 'root.pem')].filter((path) => existsSync(path))
  const trusted = join(dataDir, 'trust')
  const names = existsSync(trusted) ? readdirSync(trusted).filter((name) => name.endsWith('.pem')) : []
  return [...own, ...names.sort().map((name) => join(trusted, name))]
}

export const command: Command = {
  usage: 'verify <file> …',
  summary:
    'Check signed papers (.pdf), exported records and ledger heads (.zip), exported hospitals (folders); no network, no database.',
  options: {
    trust: { type: 'string', summary: 'PEM file with the root certificates to trust' },
    lang: { type: 'string', summary: 'Language of the answer: vi or en; else that of LANG, else Vietnamese' },
    english: { type: 'boolean', summary: 'The same as --lang en' },
  },
  async run(line) {
    if (line.words.length === 0) throw commonErrors.invalid({ reason: 'say which file: lanong verify <file>' })
    const roots = rootsOf(line)
    for (const path of [...line.words, ...roots])
      if (!existsSync(path)) throw commonErrors.notFound({ type: 'File', id: path })
    return checkPaths({
      paths: line.words,
      language: languageOf(line.options, process.env),
      roots,
      say: (text) => line.say(text),
    })
  },
}
