// Texts of the interface: every used key exists in both languages, both have the same keys and places.
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { askedTooEarly } from './early-texts.ts'
import { bare, fileOf, onDemand, planTexts } from './web-texts.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'data/messages')

type Texts = Readonly<Record<string, string>>
const problems: string[] = []

function read(language: 'vi' | 'en'): Texts {
  const all: Record<string, string> = {}
  for (const file of readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`)))
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts)) {
      if (key in all) problems.push(`${file}: ${key} stands in two files`)
      if (text.trim() === '') problems.push(`${file}: ${key} is empty`)
      all[key] = text
    }
  return all
}

const vi = read('vi')
const en = read('en')
const keysOf = (texts: Texts) => new Set(Object.keys(texts).map(bare))
const viKeys = keysOf(vi)
const enKeys = keysOf(en)

for (const key of viKeys) if (!enKeys.has(key)) problems.push(`${key} lacks English`)
for (const key of enKeys) if (!viKeys.has(key)) problems.push(`${key} lacks Vietnamese`)

/** English plurals: one and other. Vietnamese has one form, under _other. */
for (const key of viKeys) {
  const [inVi, inEn] = [`${key}_other` in vi, `${key}_other` in en]
  if (inVi && key in vi) problems.push(`${key} has both a plain and a plural Vietnamese text`)
  if (inEn && !(`${key}_one` in en)) problems.push(`${key} lacks the English singular ${key}_one`)
  if (inVi !== inEn && enKeys.has(key)) problems.push(`${key} is counted in one language only`)
}

function places(text: string): string {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1]))].sort().join(' ')
}

for (const [key, text] of Object.entries(en)) {
  const other = vi[key] ?? vi[`${bare(key)}_other`]
  const left = (one: string) =>
    places(one)
      .replace(/\bcount\b ?/, '')
      .replace(key.startsWith('error.') ? /\breason\b ?/ : '', '')
      .replace(/\b(\w+)En\b/g, '$1')
      .trim()
  if (other !== undefined && left(other) !== left(text))
    problems.push(`${key}: places differ, vi {${places(other)}}, en {${places(text)}}`)
}

// The reason of a failure is technical English. What only programs call, and what the console tells the IT
// officer, quotes it; to people it stays in the details.
const forPrograms = /^error\.(?:backup|bulkData|exit|fhir|fhirApi|fhirpath|keys|patch|store|tls|view|xml)\./
for (const [key, text] of Object.entries(vi))
  if (key.startsWith('error.') && key !== 'error.web.fault' && text.includes('{{reason}}'))
    if (!forPrograms.test(key) || !text.includes('“{{reason}}”'))
      problems.push(`${key}: {{reason}} is English, quote it for programs or leave it to the details`)

// Characters that Be Vietnam Pro lacks: the browser would take any other font (language.md 2.4).
for (const [key, text] of [...Object.entries(vi), ...Object.entries(en)])
  if (/[▲▼→←↑↓✓✕●○⁺]/.test(text) && !/^(paper|form)\./.test(key))
    problems.push(`${key} holds a sign the typeface lacks`)

const used = new Set<string>()
const prefixes = new Set<string>()
const sources = globSync(
  [
    'src/web/**/*.{ts,tsx}',
    'src/modules/**/*.{ts,tsx}',
    'src/app/**/*.ts',
    'src/platform/**/*.ts',
    'src/cli/**/*.ts',
  ],
  { cwd: root },
)
const known = (key: string) => viKeys.has(key) || viKeys.has(bare(key))

const plan = planTexts()
/** The build gives a screen its texts where it is fetched: it has to see what is fetched. */
function checkFetched(file: string, code: string): void {
  const seen = [...code.matchAll(onDemand)].filter(([, name = '']) => fileOf(name, file)).length
  const ours = [...code.matchAll(/\bimport\(\s*(?!\s*'(?:@|[a-z]))/g)].length
  if (ours !== seen) problems.push(`${file}: import() of something other than './…tsx' in one line`)
}

for (const file of sources.filter((name) => !name.includes('.test.'))) {
  const code = readFileSync(join(root, file), 'utf8')
  const isScreen = /(^src\/web\/|\/web\/)/.test(file)
  if (isScreen && !file.endsWith('load-language.ts')) checkFetched(file, code)
  for (const call of isScreen ? askedTooEarly(file, code) : [])
    problems.push(`${file}: ${call} is asked for while the file is fetched, before its texts may be there`)
  for (const [, key = ''] of isScreen ? code.matchAll(/\bt\(\s*'([^']+)'/g) : []) {
    used.add(key)
    if (!known(key)) problems.push(`${file}: t('${key}') has no text`)
    else if (!plan.shown.has(bare(key))) problems.push(`${file}: '${key}' comes with no screen`)
  }
  for (const [, prefix = ''] of code.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)) prefixes.add(prefix)
  // Keys in tables (screens, looks, columns) are words of the code too.
  for (const [, word = ''] of code.matchAll(/'([a-zA-Z][\w-]*(?:\.[\w-]+)+)'/g)) if (known(word)) used.add(word)
  if (/\bweb\/index\.tsx?$|shell\/screens\.ts$/.test(file))
    for (const [, key = ''] of code.matchAll(/(?:title|label): '([^']+)'/g))
      if (key.includes('.') && !known(key)) problems.push(`${file}: '${key}' has no text`)
}

// Literal words between tags would stay in one language.
for (const file of sources.filter((name) => name.endsWith('.tsx')))
  for (const [, text = ''] of readFileSync(join(root, file), 'utf8').matchAll(
    />\s*([^<>{}=;()]*\p{L}{3,}[^<>{}=;()]*)\s*<\//gu,
  ))
    if (/[À-ỹ]/.test(text) || /^[A-Z][a-z]+( [a-z]+)+$/.test(text.trim()))
      problems.push(`${file}: text outside data/messages: ${text.trim()}`)

const served = /^(error|safety|role|paper|form|term|code)\./
const unused = [...viKeys].filter(
  (key) => !used.has(key) && !served.test(key) && ![...prefixes].some((prefix) => key.startsWith(prefix)),
)
for (const key of unused) problems.push(`${key} is used nowhere`)
for (const problem of problems) console.error(`messages: ${problem}`)
console.log(`messages: ${viKeys.size} keys, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
