import type { Result } from '#tests/support/conformance.ts'
import { needsTerminology, type ValidatorCase, validatorCases } from '#tests/support/validator-cases.ts'

export const name = 'Validator, cases of the reference validator: invalid ones found'
export const goal = 95

const elsewhere = 'asks whether a resource on another server exists or is valid'
const packages = 'needs a package that is not among the cases'
const extensions =
  'the only fault is an extension that is not known; unknown extensions are kept and told as a warning'

/** Cases that ask for what a validator inside a server has no part in. */
const notHere: Readonly<Record<string, string>> = {
  'parameters-reference-bad': elsewhere,
  'patient-circle2-bad-linked': elsewhere,
  'nested-questionnaire-nested-valueset': extensions,
  'cs-narrative-status-pub': 'rules of HL7 for its own publications',
  'questionnaireResponse-enableWhenEx-test-fail': 'an extension of one vendor decides over the answer',
  'dr-eh': packages,
  mimic: packages,
  'no.gastronet': packages,
  'bundle-bad-by-param': 'an option of the command line of the reference validator',
  'string-with-coding-async-qr': 'needs a terminology server (SNOMED CT, LOINC, RxNorm and the like)',
}

function judge(one: ValidatorCase): Result {
  const { id } = one
  if (needsTerminology(one))
    return { id, outcome: 'n/a', reason: 'needs a terminology server (SNOMED CT, LOINC, RxNorm and the like)' }
  const reason = notHere[id.split(' ')[1] ?? '']
  if (reason !== undefined) return { id, outcome: 'n/a', reason }
  return one.run().length > 0
    ? { id, outcome: 'pass' }
    : { id, outcome: 'fail', reason: `not found: ${one.errors[0]?.slice(0, 120) ?? ''}` }
}

export function run(): Promise<Result[]> {
  return Promise.resolve(
    validatorCases()
      .filter((one) => !one.valid)
      .map(judge),
  )
}
