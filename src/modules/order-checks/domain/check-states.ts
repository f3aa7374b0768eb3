import type { CheckAlert } from './alert.ts'
import { type PatientFacts, type ProposedDrug, wayOf, womanOfChildbearingAge } from './facts.ts'
import { fromRow, inForce, type Knowledge, type Names, type StateRow } from './knowledge.ts'

function inWeek(row: StateRow, weeks: number | undefined): boolean {
  return weeks === undefined || (weeks >= row.fromWeek && weeks <= row.toWeek)
}

function alert(drug: ProposedDrug, row: StateRow): CheckAlert {
  const pregnancy = row.state === 'pregnancy'
  return {
    ...fromRow(row, row.state),
    key: `${row.state}:${row.id}:${drug.code}`,
    kind: row.state,
    lineId: drug.lineId,
    what: pregnancy
      ? { vi: `${drug.name} ở phụ nữ có thai`, en: `${drug.name} in pregnancy` }
      : { vi: `${drug.name} khi cho con bú`, en: `${drug.name} while breast-feeding` },
    why: row.text,
    todo: row.action,
  }
}

/** Nobody said whether she is pregnant, and the drug would harm: one word, not a stop. */
function ask(drug: ProposedDrug, row: StateRow): CheckAlert {
  return {
    ...alert(drug, row),
    key: `pregnancy:ask:${drug.code}`,
    level: 'note',
    overridable: true,
    what: { vi: `Chưa rõ có thai không: ${drug.name}`, en: `Pregnancy unknown: ${drug.name}` },
    todo: { vi: 'Hỏi hoặc thử thai trước khi dùng', en: 'Ask or test before it is given' },
  }
}

export function checkStates(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
): CheckAlert[] {
  const rows = inForce(knowledge.states, facts.day)
  return drugs.flatMap((drug): CheckAlert[] => {
    if (wayOf(drug.routeCode) === 'local') return []
    const own = rows.filter((row) => names.meets(row.ingredient, drug.ingredients))
    const pregnancy = own.filter((row) => row.state === 'pregnancy')
    const told = facts.pregnant
      ? pregnancy.filter((row) => inWeek(row, facts.gestationWeeks)).map((row) => alert(drug, row))
      : []
    const grave = pregnancy.find((row) => row.level === 'stop' && row.fromWeek === 0)
    const asked = facts.pregnant === undefined && womanOfChildbearingAge(facts) && grave ? [ask(drug, grave)] : []
    const fed = facts.breastfeeding ? own.filter((row) => row.state === 'breastfeeding') : []
    return [...told, ...asked, ...fed.map((row) => alert(drug, row))]
  })
}
