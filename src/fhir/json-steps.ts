import type { Steps } from '#kernel/steps.ts'
import { isDecimal } from './decimal.ts'

/** Characters of a step: a few milliseconds. */
const mostCharacters = 256 * 1024
/** Below this level values are written at once: root, its lists, entries, their resources, lists in these, items. */
const mostLevel = 6

interface Write {
  out: string[]
  length: number
  readonly indent: string
}

/**
 * JSON of a long value part by part, with pauses; the same text as JSON.stringify gives.
 * @param indent blanks of one level; none for one line
 */
export function* jsonInSteps(value: unknown, take: (part: string) => void, indent = ''): Steps<void> {
  const write: Write = { out: [], length: 0, indent }
  for (const _ of writeValue(write, value, 0)) {
    take(write.out.join(''))
    write.out = []
    write.length = 0
    yield
  }
  take(write.out.join(''))
}

function* writeValue(write: Write, value: unknown, level: number): Steps<void> {
  if (typeof value !== 'object' || value === null || isDecimal(value) || level >= mostLevel) {
    put(write, JSON.stringify(value, null, write.indent).replaceAll('\n', `\n${write.indent.repeat(level)}`))
    if (write.length > mostCharacters) yield
  } else if (Array.isArray(value)) yield* writeMembers(write, '[', value.map(unnamed), ']', level)
  else yield* writeMembers(write, '{', Object.entries(value).filter(isGiven).map(named(write)), '}', level)
}

type Member = readonly [before: string, value: unknown]

const unnamed = (value: unknown): Member => ['', value ?? null]
const isGiven = ([, value]: Member) => value !== undefined
const named =
  ({ indent }: Write) =>
  ([key, value]: Member): Member => [`${JSON.stringify(key)}:${indent === '' ? '' : ' '}`, value]

function* writeMembers(
  write: Write,
  opening: string,
  members: readonly Member[],
  closing: string,
  level: number,
): Steps<void> {
  put(write, opening)
  for (const [at, [before, value]] of members.entries()) {
    put(write, `${at > 0 ? ',' : ''}${line(write, level + 1)}${before}`)
    yield* writeValue(write, value, level + 1)
  }
  put(write, `${members.length > 0 ? line(write, level) : ''}${closing}`)
}

const line = ({ indent }: Write, level: number) => (indent === '' ? '' : `\n${indent.repeat(level)}`)

function put(write: Write, text: string): void {
  write.out.push(text)
  write.length += text.length
}
