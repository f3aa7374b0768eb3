import table from '../../../data/ucum/units.json' with { type: 'json' }

/** A unit that is written as one symbol. Base units have no `unit`; an arbitrary one is its own dimension. */
export interface Atom {
  readonly code: string
  readonly name: string
  readonly value?: string
  readonly unit?: string
  readonly metric?: boolean
  readonly arbitrary?: boolean
  readonly scale?: string
}

export interface Prefix {
  readonly code: string
  readonly name: string
  readonly value: string
}

const atoms = new Map<string, Atom>(table.units.map((atom) => [atom.code, atom]))
const prefixes: readonly Prefix[] = table.prefixes.toSorted((a, b) => b.code.length - a.code.length)

/** The atom of a symbol, alone or behind a prefix: `cd` is candela, not centiday; `mg` is milli of gram. */
export function findAtom(symbol: string): { readonly atom: Atom; readonly prefix?: Prefix } | undefined {
  const alone = atoms.get(symbol)
  if (alone) return { atom: alone }
  for (const prefix of prefixes) {
    if (!symbol.startsWith(prefix.code)) continue
    const atom = atoms.get(symbol.slice(prefix.code.length))
    if (atom?.metric) return { atom, prefix }
  }
  return undefined
}
