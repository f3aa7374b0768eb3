import { least } from './date-range.ts'
import type { Relative } from './index-values.ts'

export interface OrderedValue {
  readonly param: number
  readonly key: number
  readonly lo: number
  readonly hi: number
  readonly unit: string | undefined
}

export interface StringValue {
  readonly param: number
  readonly value: string
}

/** A text of the dictionary, by which hashes are found that stand for it: displays, addresses, units. */
export interface IndexedText {
  readonly param: number
  readonly value: string
  readonly token: number
}

/** A reference to a contained resource, by the parameter that follows it. */
export interface LocalReference {
  readonly code: string
  readonly local: string
}

/** All by which a resource is found. */
export interface SearchIndex {
  readonly toks: Set<number>
  readonly ordered: readonly OrderedValue[]
  readonly strings: readonly StringValue[]
  readonly texts: readonly IndexedText[]
  readonly code: number | undefined
  readonly ct: number
  readonly ctEnd: number
  readonly value: number | undefined
  /** Which contained resources are referred to. */
  readonly locals: readonly LocalReference[]
}

/** A search index in the making. */
export class Sink implements SearchIndex {
  readonly toks = new Set<number>()
  readonly ordered: OrderedValue[] = []
  readonly strings: StringValue[] = []
  readonly texts: IndexedText[] = []
  code: number | undefined = undefined
  ct = least
  ctEnd = least
  value: number | undefined = undefined
  locals: LocalReference[] = none
  readonly resource: unknown
  readonly relative: Relative | undefined
  /** What `strings` holds, once there are too many to look through. */
  #known: Set<string> | undefined

  constructor(resource: unknown, relative: Relative | undefined) {
    this.resource = resource
    this.relative = relative
  }

  addLocal(code: string, local: string): void {
    if (this.locals === none) this.locals = []
    this.locals.push({ code, local })
  }

  /** Adds a text that is not there yet. */
  addString(param: number, value: string): void {
    if (this.strings.length < manyStrings) {
      if (this.strings.some((one) => one.param === param && one.value === value)) return
    } else {
      this.#known ??= new Set(this.strings.map((one) => `${one.param} ${one.value}`))
      const key = `${param} ${value}`
      if (this.#known.has(key)) return
      this.#known.add(key)
    }
    this.strings.push({ param, value })
  }
}

const manyStrings = 20
/** What nearly all resources have; never added to. */
const none: LocalReference[] = []
