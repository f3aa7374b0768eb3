import type { CheckAlert } from './alert.ts'
import { type PatientFacts, type ProposedDrug, wayOf } from './facts.ts'
import { type ContraindicationRow, fromRow, inForce, type Knowledge, type Names } from './knowledge.ts'

const begins = (code: string, beginnings: readonly string[]) =>
  beginnings.some((one) => code.replace('.', '').startsWith(one.replace('.', '')))

function cause(row: ContraindicationRow, facts: PatientFacts): string | undefined {
  if (row.belowMonths !== undefined)
    return facts.ageMonths !== undefined && facts.ageMonths < row.belowMonths ? 'age' : undefined
  return facts.diagnoses.find((code) => begins(code, row.icd))
}

/** Not with this diagnosis, not at this age. */
export function checkContraindications(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
): CheckAlert[] {
  const rows = inForce(knowledge.contraindications, facts.day)
  return drugs.flatMap((drug) =>
    rows.flatMap((row): CheckAlert[] => {
      if (wayOf(drug.routeCode) === 'local' && !row.id.startsWith('local-')) return []
      if (!names.meets(row.ingredient, drug.ingredients)) return []
      const met = cause(row, facts)
      if (!met) return []
      const of = met === 'age' ? { vi: 'tuổi của người bệnh', en: "the patient's age" } : { vi: met, en: met }
      return [
        {
          ...fromRow(row, 'contraindication'),
          key: `contraindication:${row.id}:${drug.code}:${met}`,
          kind: 'contraindication',
          lineId: drug.lineId,
          what: { vi: `${drug.name} với ${of.vi}`, en: `${drug.name} with ${of.en}` },
          why: row.text,
          todo: row.action,
        },
      ]
    }),
  )
}

/** What the insurance fund pays for under a condition that the diagnoses do not meet. */
export function checkInsurance(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
): CheckAlert[] {
  if (facts.payer !== 'bhyt') return []
  const rows = inForce(knowledge.insurance, facts.day)
  return drugs.flatMap((drug) =>
    rows
      .filter(
        (row) =>
          names.meets(row.ingredient, drug.ingredients) && !facts.diagnoses.some((code) => begins(code, row.icd)),
      )
      .map((row) => ({
        ...fromRow(row, 'insurance'),
        key: `insurance:${row.id}:${drug.code}`,
        kind: 'insurance' as const,
        lineId: drug.lineId,
        what: { vi: `Điều kiện thanh toán BHYT: ${drug.name}`, en: `Condition of health insurance: ${drug.name}` },
        why: row.text,
        todo: {
          vi: 'Ghi chẩn đoán phù hợp, hoặc báo người bệnh tự chi trả',
          en: 'Enter the diagnosis that fits, or tell the patient that they pay themselves',
        },
      })),
  )
}
