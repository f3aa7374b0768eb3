// Which texts of data/messages a part of the web application brings along: read from its code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'data/messages')
const first = 'src/web/main.tsx'

/**
 * Refusals come from the server in the person's language; safety and consent texts are shown by it alone. A screen has
 * one of them when it names the whole key.
 */
const fromServer = /^(error\.(?!network|http|web)|safety\.|identity\.consent\.)/
const plural = /_(zero|one|two|few|many|other)$/
/** A key without the ending of its plural form. */
export const bare = (key: string) => key.replace(plural, '')

export type Language = 'vi' | 'en'
export type Texts = Readonly<Record<string, string>>

/** The texts of a language by area: `ward` for ward.vi.json. */
export function readAreas(language: Language): ReadonlyMap<string, Texts> {
  const ending = `.${language}.json`
  const files = readdirSync(folder).filter((name) => name.endsWith(ending))
  return new Map(
    files.map((name) => [
      name.slice(0, -ending.length),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as Texts,
    ]),
  )
}

/** What a file of code names: whole keys (also in tables), and beginnings of keys in templates. */
export function mentioned(code: string) {
  const words = [...code.matchAll(/['"]([a-zA-Z][\w-]*(?:\.[\w-]+)+)['"]/g)].map(([, word = '']) => word)
  const beginnings = [...code.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)].map(([, word = '']) => word)
  const plain = [...code.matchAll(/`([a-zA-Z][\w-]*(?:\.[\w-]+)+)`/g)].map(([, word = '']) => word)
  return { words: new Set([...words, ...plain]), beginnings: new Set(beginnings) }
}

const atOnce = /^(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm
/** A screen or a part of one that comes when it is wanted. */
export const onDemand = /\bimport\('((?:\.{1,2}\/|#)[^']+\.tsx?)'\)/g

/** The file an import names, when it is code of ours. */
export function fileOf(name: string, from: string): string | undefined {
  if (!/^[.#]/.test(name) || !/\.tsx?$/.test(name)) return undefined
  const path = name.startsWith('#') ? join(root, 'src', name.slice(1)) : resolve(root, dirname(from), name)
  return existsSync(path) ? relative(root, path) : undefined
}

interface Part {
  readonly words: ReadonlySet<string>
  readonly beginnings: ReadonlySet<string>
  readonly imports: readonly string[]
  readonly later: readonly string[]
}

function partReader() {
  const parts = new Map<string, Part>()
  return (file: string): Part => {
    const known = parts.get(file)
    if (known) return known
    const code = readFileSync(join(root, file), 'utf8')
    const files = (pattern: RegExp) =>
      [...code.matchAll(pattern)].flatMap(([, name = '']) => fileOf(name, file) ?? [])
    const part = { ...mentioned(code), imports: files(atOnce), later: files(onDemand) }
    parts.set(file, part)
    return part
  }
}

/** What is shown at the start, and which areas every part that comes on demand brings along. */
export function planTexts() {
  const partOf = partReader()
  const areaOf = new Map<string, string>()
  for (const [area, texts] of readAreas('vi')) for (const key of Object.keys(texts)) areaOf.set(bare(key), area)

  /** A file and all it imports at once. */
  function together(file: string): ReadonlySet<string> {
    const found = new Set([file])
    for (const one of found) for (const next of partOf(one).imports) found.add(next)
    return found
  }

  function keysOf(files: Iterable<string>): readonly string[] {
    const all = [...files].map(partOf)
    const words = new Set(all.flatMap((part) => [...part.words]))
    const beginnings = [...new Set(all.flatMap((part) => [...part.beginnings]))]
    const begun = (key: string) => !fromServer.test(key) && beginnings.some((one) => key.startsWith(one))
    return [...areaOf.keys()].filter((key) => words.has(key) || begun(key))
  }

  const atStart = together(first)
  const start = new Set(keysOf(atStart))
  const areas = new Map<string, readonly string[]>()
  const shown = new Set(start)
  const files = new Set(atStart)
  for (const file of files)
    for (const part of partOf(file).later) {
      const all = together(part)
      const keys = keysOf([...all].filter((one) => !atStart.has(one))).filter((key) => !start.has(key))
      areas.set(part, [...new Set(keys.map((key) => areaOf.get(key) ?? ''))].sort())
      for (const key of keys) shown.add(key)
      for (const one of all) files.add(one)
    }
  return {
    together,
    /** Keys of what is drawn before anything is fetched. */
    start,
    /** By file that comes on demand: the areas it needs beyond the start. */
    areas,
    /** Every key that some screen names, with its area. */
    shown: new Map([...shown].map((key) => [key, areaOf.get(key) ?? ''])),
  }
}

export type TextPlan = ReturnType<typeof planTexts>

/** The texts of a language that the start shows, or that an area adds to it. */
export function textsOf(plan: TextPlan, language: Language, area: string): Texts {
  const wanted = (key: string) =>
    area === 'start' ? plan.start.has(key) : !plan.start.has(key) && plan.shown.get(key) === area
  const all = [...readAreas(language).values()].flatMap((texts) => Object.entries(texts))
  return Object.fromEntries(all.filter(([key]) => wanted(bare(key))))
}
