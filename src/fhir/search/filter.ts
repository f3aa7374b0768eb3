/** Operators of `_filter`. http://hl7.org/fhir/R4/search_filter.html */
export const filterOperators = [
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'lt',
  'ge',
  'le',
  'ap',
  'sa',
  'eb',
  'pr',
  'po',
  'ss',
  'sb',
  'in',
  'ni',
  're',
] as const
export type FilterOperator = (typeof filterOperators)[number]

/** One step of a path: a parameter, or `_has:Type:reference:parameter`, and what its target must also meet. */
export interface FilterStep {
  readonly name: string
  readonly where: Filter | undefined
}

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly [Filter, Filter] }
  | { readonly kind: 'not'; readonly part: Filter }
  | {
      readonly kind: 'test'
      readonly path: readonly FilterStep[]
      readonly operator: FilterOperator
      readonly value: string
    }

/** Deepest nesting of brackets, and most tests of one filter. */
export const filterLimits = { depth: 20, tests: 100, length: 8000 } as const

/** What is wrong with a filter; `limit` when it is too large rather than wrong. */
export class FilterError extends Error {
  readonly limit: boolean
  constructor(message: string, limit = false) {
    super(message)
    this.limit = limit
  }
}

/** Reads a filter. Throws FilterError. Logic runs from left to right, `and` and `or` have the same rank. */
export function parseFilter(text: string): Filter {
  if (text.length > filterLimits.length)
    throw new FilterError(`longer than ${filterLimits.length} characters`, true)
  const reader = new Reader(text)
  const filter = reader.filter(0)
  reader.end()
  return filter
}

class Reader {
  #at = 0
  #tests = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  filter(depth: number): Filter {
    if (depth > filterLimits.depth) throw new FilterError(`brackets deeper than ${filterLimits.depth}`, true)
    let left = this.#one(depth)
    for (;;) {
      const word = this.#peek(/(and|or)(?=[\s(])/iy)?.toLowerCase()
      if (word === undefined) return left
      this.#at += word.length
      left = { kind: word === 'and' ? 'and' : 'or', parts: [left, this.#one(depth)] }
    }
  }

  end(): void {
    this.#blanks()
    if (this.#at < this.#text.length) this.#fail()
  }

  #one(depth: number): Filter {
    const not = this.#peek(/not(?=\s*\()/iy)
    if (not !== undefined) {
      this.#at += not.length
      return { kind: 'not', part: this.#bracketed(depth) }
    }
    return this.#peek(/\(/y) === undefined ? this.#test(depth) : this.#bracketed(depth)
  }

  #bracketed(depth: number): Filter {
    this.#need(/\(/y)
    const inner = this.filter(depth + 1)
    this.#need(/\)/y)
    return inner
  }

  #test(depth: number): Filter {
    if (++this.#tests > filterLimits.tests) throw new FilterError(`more than ${filterLimits.tests} tests`, true)
    const path = this.#path(depth)
    const operator = this.#need(/\S+(?=\s)/y).toLowerCase() as FilterOperator
    if (!filterOperators.includes(operator))
      throw new FilterError(`there is no operator '${operator.slice(0, 20)}'`)
    return { kind: 'test', path, operator, value: this.#value() }
  }

  #path(depth: number): readonly FilterStep[] {
    const steps: FilterStep[] = []
    for (;;) {
      const name = this.#need(/_has:[A-Za-z0-9]+:[A-Za-z_][\w-]*:[A-Za-z_][\w:-]*|[A-Za-z_][\w-]*(?::[\w-]+)?/y)
      const where = this.#peekHere(/\[/y) === undefined ? undefined : this.#where(depth)
      steps.push({ name, where })
      if (this.#peekHere(/\./y) === undefined) return steps
      this.#at++
    }
  }

  #where(depth: number): Filter {
    this.#need(/\[/y)
    const inner = this.filter(depth + 1)
    this.#need(/\]/y)
    return inner
  }

  #value(): string {
    const quoted = this.#peek(/"(?:[^"\\]|\\.)*"/sy)
    if (quoted === undefined) return this.#need(/[^\s)\]"][^\s)\]]*/y)
    this.#at += quoted.length
    try {
      return JSON.parse(quoted) as string
    } catch {
      throw new FilterError('a text is no JSON string')
    }
  }

  #blanks(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++
  }

  #peek(pattern: RegExp): string | undefined {
    this.#blanks()
    return this.#peekHere(pattern)
  }

  #peekHere(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0]
  }

  #need(pattern: RegExp): string {
    const found = this.#peek(pattern) ?? this.#fail()
    this.#at += found.length
    return found
  }

  #fail(): never {
    throw new FilterError(`not understood at '${this.#text.slice(this.#at, this.#at + 30)}'`)
  }
}
