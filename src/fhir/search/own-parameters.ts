import type { Structures } from '../structure.ts'
import {
  type Compiled,
  type CompileExpression,
  compileType,
  general,
  type Parameter,
  type ParameterRow,
  type Parameters,
  type Unsupported,
} from './parameter.ts'

interface Base {
  readonly structures: Structures
  readonly published: Parameters
  readonly more: CompileExpression
}

/** Parameters that are added to the published ones. A change of one costs what it changes, however many there are. */
export class OwnParameters {
  readonly #base: Base
  readonly #rows = new Map<string, ParameterRow>()
  readonly #byBase = new Map<string, Map<string, ParameterRow>>()
  readonly #compiled = new Map<string, Compiled>()

  constructor(base: Base) {
    this.#base = base
  }

  get ids(): readonly string[] {
    return [...this.#rows.keys()]
  }

  of(type: string): ReadonlyMap<string, Parameter> {
    return this.#compile(type)?.parameters ?? this.#base.published.of(type)
  }

  unsupportedOf(type: string): readonly Unsupported[] {
    return this.#compile(type)?.unsupported ?? []
  }

  /** Puts a parameter in the place of the one with this id, or takes it away; gives the bases that change. */
  set(id: string, row: ParameterRow | undefined): readonly string[] {
    const before = this.#rows.get(id)
    if (JSON.stringify(before) === JSON.stringify(row)) return []
    for (const base of before?.base ?? []) this.#byBase.get(base)?.delete(id)
    for (const base of row?.base ?? []) {
      const rows = this.#byBase.get(base) ?? new Map<string, ParameterRow>()
      this.#byBase.set(base, rows.set(id, row as ParameterRow))
    }
    if (row) this.#rows.set(id, row)
    else this.#rows.delete(id)
    const bases = [...(before?.base ?? []), ...(row?.base ?? [])]
    if (bases.some((base) => general.has(base))) this.#compiled.clear()
    else for (const base of bases) this.#compiled.delete(base)
    return bases
  }

  #compile(type: string): Compiled | undefined {
    const { structures, published, more } = this.#base
    const known = this.#compiled.get(type)
    if (known || !structures.isResource(type)) return known
    const given = [...general, type].map((base) => [base, this.#rowsOf(base)] as const)
    if (given.every(([, rows]) => rows.length === 0)) return undefined
    const made = compileType({ structures, type, more, derived: {}, known: published.of(type) }, given)
    this.#compiled.set(type, made)
    return made
  }

  /** In the order of their ids, so that every process takes the same of two with one code. */
  #rowsOf(base: string): readonly ParameterRow[] {
    const rows = this.#byBase.get(base)
    return rows ? [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row) : []
  }
}
