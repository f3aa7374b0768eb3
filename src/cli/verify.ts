import { readFile } from 'node:fs/promises'
import { commonErrors } from '#kernel/common-errors.ts'
import { type FileVerdict, readRoots, rootOfFolder, sayCounts, verifyFile } from '#modules/signing/index.ts'
import type { Command, CommandLine } from './command.ts'
import { type Language, languageOf } from './language.ts'

type Roots = ReturnType<typeof readRoots>

/** Roots to trust: of a file, else of this data folder; an exported record falls back on its own and says so. */
async function rootsOf(line: CommandLine): Promise<Roots | undefined> {
  const file = line.options['trust']
  if (typeof file === 'string') return readRoots(await readFile(file, 'utf8'))
  const own = await rootOfFolder(line.config.dataDir)
  return own ? [own] : undefined
}

async function verifyOne(
  line: CommandLine,
  path: string,
  roots: Roots | undefined,
  language: Language,
): Promise<FileVerdict> {
  const bytes = await readFile(path).catch(() => {
    throw commonErrors.notFound({ type: 'File', id: path })
  })
  const verdict = verifyFile(bytes, language, roots)
  line.say(`${path}:`)
  for (const text of verdict.lines) line.say(`  ${text}`)
  return verdict
}

export const command: Command = {
  usage: 'verify <file> …',
  summary: 'Check signed papers (.pdf) and exported records (.zip); no network, no database.',
  options: {
    trust: { type: 'string', summary: 'PEM file with the root certificates to trust' },
    lang: { type: 'string', summary: 'Language of the answer: vi or en; else that of LANG, else Vietnamese' },
    english: { type: 'boolean', summary: 'The same as --lang en' },
  },
  async run(line) {
    if (line.words.length === 0) throw commonErrors.invalid({ reason: 'say which file: lanong verify <file>' })
    const language = languageOf(line.options, process.env)
    const roots = await rootsOf(line)
    const verdicts: FileVerdict[] = []
    for (const path of line.words) verdicts.push(await verifyOne(line, path, roots, language))
    const failed = verdicts.filter((verdict) => !verdict.ok).length
    line.say(sayCounts(language, { expected: verdicts.length, whole: verdicts.length - failed, failed }))
    return {
      ok: failed === 0,
      value: verdicts.map((verdict, i) => ({ file: line.words[i], ok: verdict.ok, value: verdict.value })),
    }
  },
}
