import type { CheckAlert } from './alert.ts'
import { checkContraindications, checkInsurance } from './check-conditions.ts'
import { checkDoses } from './check-doses.ts'
import { type Classes, checkDuplicates } from './check-duplicates.ts'
import { checkInteractions } from './check-interactions.ts'
import { checkKidney } from './check-kidney.ts'
import { checkStates } from './check-states.ts'
import type { PatientFacts, ProposedDrug } from './facts.ts'
import type { Knowledge, Names } from './knowledge.ts'

/** Everything the knowledge has to say about drugs before they are ordered; allergies come from module prescriptions. */
export function checkDrugs(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  names: Names,
  classes: Classes,
): CheckAlert[] {
  return [
    ...checkDuplicates(drugs, facts, classes),
    ...checkInteractions(drugs, facts, knowledge, names),
    ...checkDoses(drugs, facts, knowledge, classes),
    ...checkKidney(drugs, facts, knowledge, names),
    ...checkStates(drugs, facts, knowledge, names),
    ...checkContraindications(drugs, facts, knowledge, names),
    ...checkInsurance(drugs, facts, knowledge, names),
  ]
}
