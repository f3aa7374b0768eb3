import type { CheckAlert } from './alert.ts'
import { type CurrentDrug, type PatientFacts, type ProposedDrug, wayOf } from './facts.ts'
import { fromRow, type InteractionRow, inForce, type Knowledge, type Names } from './knowledge.ts'

interface Taken {
  readonly name: string
  readonly ingredients: CurrentDrug['ingredients']
  readonly routeCode: string
  readonly requestId?: string
}

function speaks(row: InteractionRow, drug: ProposedDrug, other: Taken, names: Names): boolean {
  const met = (a: string, b: string) => names.meets(a, drug.ingredients) && names.meets(b, other.ingredients)
  return met(row.a, row.b) || met(row.b, row.a)
}

/** Every new drug against the other new ones and against what the patient already has. */
export function checkInteractions(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
): CheckAlert[] {
  const rows = inForce(knowledge.interactions, facts.day)
  return drugs.flatMap((drug, at) => {
    if (wayOf(drug.routeCode) === 'local') return []
    const others: Taken[] = [...drugs.slice(0, at), ...facts.current].filter(
      (one) => wayOf(one.routeCode) !== 'local',
    )
    return others.flatMap((other) =>
      rows
        .filter((row) => speaks(row, drug, other, names))
        .map((row) => ({
          ...fromRow(row, 'interaction'),
          // The same whichever of the two is written first: a reason that was given holds when lines move.
          key: `interaction:${row.id}:${[drug.name, other.name].sort().join(' + ')}`,
          kind: 'interaction' as const,
          lineId: drug.lineId,
          what: {
            vi: `Tương tác: ${drug.name} với ${other.name}`,
            en: `Interaction: ${drug.name} with ${other.name}`,
          },
          why: row.effect,
          todo: row.action,
          ...(other.requestId ? { cause: `MedicationRequest/${other.requestId}` } : {}),
        })),
    )
  })
}
