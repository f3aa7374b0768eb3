import { AppError } from '#kernel/app-error.ts'
import { mutator } from './mutate.ts'
import { type Parser, parsers } from './parsers.ts'

export interface Fuzzed {
  readonly inputs: number
  readonly faults: readonly string[]
  /** The longest that one input took. */
  readonly slowestMs: number
  readonly slowest: string
  /** How many inputs were read without a refusal: a run in which none is tries nothing but the first byte. */
  readonly taken: number
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
  const each = Math.ceil(count / turns / all.length)
  for (let turn = 0; turn < turns && inputs < count; turn++) {
    for (const parser of all) for (let n = 0; n < each && inputs < count; n++) await one(parser)
    if (turn === Math.floor(turns / 3)) settled = heapMb()
  }
  const growthMb = heapMb() - settled
  return { inputs, faults: faults.slice(0, 50), slowestMs: Math.round(slow.ms), slowest: slow.of, taken, growthMb }
}

const refused = Symbol('refused')

async function tryOne(parser: Parser, input: Buffer): Promise<string | typeof refused | undefined> {
  try {
    await parser.read(input)
    return undefined
  } catch (error) {
    if (error instanceof AppError && error.category !== 'fault') return refused
    if (error instanceof Error && !(error instanceof AppError) && error.name === parser.refusesBy) return refused
    return error instanceof Error
      ? `${error.name} ${error.message.slice(0, 150)} ${error.stack?.split('\n')[1]?.trim() ?? ''}`
      : String(error)
  }
}

function heapMb(): number {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20)
}
