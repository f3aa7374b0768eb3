import type { CheckAlert } from './alert.ts'
import { givenBy } from './check-doses.ts'
import { type PatientFacts, type ProposedDrug, wayOf } from './facts.ts'
import type { KidneyFunction } from './kidney.ts'
import { fromRow, inForce, type Knowledge, type Names, type RenalRow } from './knowledge.ts'

const formulas = {
  'cockcroft-gault': {
    vi: 'độ thanh thải creatinin (Cockcroft-Gault)',
    en: 'creatinine clearance (Cockcroft-Gault)',
  },
  'ckd-epi-2021': {
    vi: 'mức lọc cầu thận (CKD-EPI 2021, chưa có cân nặng)',
    en: 'eGFR (CKD-EPI 2021, no weight)',
  },
  'schwartz-2009': { vi: 'mức lọc cầu thận trẻ em (Schwartz 2009)', en: 'eGFR of a child (Schwartz 2009)' },
} as const

/** Rows of the drug that speak at this clearance: of each ingredient the one with the lowest limit. */
function lowest(rows: readonly RenalRow[], value: number): RenalRow | undefined {
  return rows.filter((row) => value < row.below).sort((a, b) => a.below - b.below)[0]
}

function unknown(drug: ProposedDrug, row: RenalRow): CheckAlert {
  return {
    ...fromRow(row, 'renal'),
    level: 'note',
    overridable: true,
    key: `renal:unknown:${drug.code}`,
    kind: 'renal',
    lineId: drug.lineId,
    what: { vi: `Chưa rõ chức năng thận cho ${drug.name}`, en: `Kidney function unknown for ${drug.name}` },
    why: {
      vi: `Cần chỉnh liều khi dưới ${row.below} mL/phút; không có creatinin gần đây`,
      en: `The dose changes below ${row.below} mL/min; there is no recent creatinine`,
    },
    todo: { vi: 'Xét nghiệm creatinin', en: 'Ask for a creatinine' },
  }
}

function reduced(
  drug: ProposedDrug,
  row: RenalRow,
  facts: PatientFacts,
  kidney: KidneyFunction,
  day?: number,
): CheckAlert {
  const value = Math.round(kidney.value)
  const formula = formulas[kidney.formula]
  return {
    ...fromRow(row, 'renal'),
    key: `renal:${row.id}:${drug.code}:${row.maxDay === undefined ? '' : Math.round(day ?? 0)}`,
    kind: 'renal',
    lineId: drug.lineId,
    what: {
      vi: `${drug.name} khi thận yếu: ${value} mL/phút`,
      en: `${drug.name} with weak kidneys: ${value} mL/min`,
    },
    why: {
      vi: `${formula.vi} ${value}, dưới ${row.below}; creatinin ngày ${facts.creatinineOn ?? ''}`,
      en: `${formula.en} ${value}, below ${row.below}; creatinine of ${facts.creatinineOn ?? ''}`,
    },
    todo: row.advice,
  }
}

/** Doses by what the kidneys clear. */
export function checkKidney(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
): CheckAlert[] {
  const all = inForce(knowledge.renal, facts.day)
  return drugs.flatMap((drug): CheckAlert[] => {
    if (wayOf(drug.routeCode) === 'local') return []
    const rows = all.filter((row) => names.meets(row.ingredient, drug.ingredients))
    const first = [...rows].sort((a, b) => b.below - a.below)[0]
    if (!first) return []
    const { kidney } = facts
    if (!kidney) return [unknown(drug, first)]
    const row = lowest(rows, kidney.value)
    if (!row) return []
    const given = givenBy(drug).find((one) => one && names.meets(row.ingredient, [{ name: one.ingredient }]))
    const within = row.maxDay !== undefined && given !== undefined && given.day <= row.maxDay * 1.02
    return within ? [] : [reduced(drug, row, facts, kidney, given?.day)]
  })
}
