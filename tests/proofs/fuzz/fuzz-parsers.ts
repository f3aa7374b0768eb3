import { AppError } from '#kernel/app-error.ts'
import { heapMb, residentMb } from './memory.ts'
import { mutator } from './mutate.ts'
import type { Parser } from './parser.ts'
import { parsers } from './parsers.ts'

export interface Fuzzed {
  readonly inputs: number
  readonly parsers: number
  readonly seconds: number
  readonly faults: readonly string[]
  /** The longest that one input took. */
  readonly slowestMs: number
  readonly slowest: string
  /** How many inputs were read without a refusal: a run in which none is tries nothing but the first byte. */
  readonly taken: number
  /** MB of the process at the begin and at the end, with what libraries hold beside the heap. */
  readonly residentMb: readonly [number, number]
  /** MB of the heap that were not given back between the first third and the end. */
  readonly growthMb: number
}

const hangMs = 5000
const turns = 60

/** Inputs against every parser: each is read or refused by an error with a code, soon, and nothing of it stays. */
export async function fuzzParsers(count: number, seed: number): Promise<Fuzzed> {
  const all = await parsers()
  const mutate = mutator(seed)
  const faults: string[] = []
  const began = performance.now()
  const residentAtFirst = residentMb()
  const slow = { ms: 0, of: '' }
  let [inputs, taken, settled] = [0, 0, 0]
  const one = async (parser: Parser) => {
    const input = mutate(parser.samples)
    const before = performance.now()
    const fault = await tryOne(parser, input)
    const ms = performance.now() - before
    if (fault === undefined) taken++
    else if (fault !== refused)
      faults.push(`${parser.name}: ${fault} for ${JSON.stringify(input.toString('latin1').slice(0, 200))}`)
    if (ms > slow.ms) Object.assign(slow, { ms, of: parser.name })
    if (ms > hangMs) faults.push(`${parser.name}: ${Math.round(ms)} ms`)
    inputs++
  }
  const shares = all.reduce((sum, { costs = 1 }) => sum + 1 / costs, 0)
  const owed = new Map(all.map(({ name }) => [name, 0]))
  for (let turn = 0; turn < turns && inputs < count; turn++) {
    for (const { costs = 1, ...parser } of all) {
      const due = (owed.get(parser.name) ?? 0) + count / turns / shares / costs
      for (let n = 1; n <= due && inputs < count; n++) await one(parser)
      owed.set(parser.name, due - Math.floor(due))
    }
    if (turn === Math.floor(turns / 3)) settled = heapMb()
  }
  const growthMb = heapMb() - settled
  const seconds = Math.round((performance.now() - began) / 1000)
  return {
    inputs,
    parsers: all.length,
    seconds,
    faults: faults.slice(0, 50),
    slowestMs: Math.round(slow.ms),
    slowest: slow.of,
    taken,
    residentMb: [residentAtFirst, residentMb()],
    growthMb,
  }
}

const refused = Symbol('refused')

async function tryOne(parser: Parser, input: Buffer): Promise<string | typeof refused | undefined> {
  try {
    const reading = parser.read(input)
    if (reading instanceof Promise && !(await ended(reading))) return 'never ends'
    return undefined
  } catch (error) {
    if (error instanceof AppError && (error.category !== 'fault' || parser.faults)) return refused
    if (error instanceof Error && !(error instanceof AppError) && error.name === parser.refusesBy) return refused
    return error instanceof Error
      ? `${error.name} ${error.message.slice(0, 150)} ${error.stack?.split('\n')[1]?.trim() ?? ''}`
      : String(error)
  }
}

/** Whether something comes of a promise at all, good or bad. */
async function ended(reading: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((tell) => {
    timer = setTimeout(() => tell(false), hangMs)
  })
  try {
    return await Promise.race([reading.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
