/** What the list of Circular 06/2026/TT-BYT says about a code; columns 24 to 29. */
export interface DiagnosisCode {
  readonly code: string
  readonly name: string
  readonly notPrimary: boolean
  readonly discouragedPrimary: boolean
  readonly hasMoreSpecific: boolean
  readonly deathCauseOnly: boolean
  readonly mainlyFemale: boolean
  readonly mainlyMale: boolean
}

export interface DiagnosisRemark {
  readonly code: string
  /** A refused diagnosis is not stored; a warned one is, with the remark shown. */
  readonly level: 'refuse' | 'warn'
  /** Message key part below `exam.diagnosis.`. */
  readonly why: 'notPrimary' | 'deathCauseOnly' | 'twice' | 'discouragedPrimary' | 'moreSpecific' | 'sex'
}

function remarksOf(one: DiagnosisCode, at: number, sex: string | undefined): DiagnosisRemark[] {
  const remarks: DiagnosisRemark[] = []
  const add = (level: DiagnosisRemark['level'], why: DiagnosisRemark['why']) =>
    remarks.push({ code: one.code, level, why })
  if (one.deathCauseOnly) add('refuse', 'deathCauseOnly')
  if (at === 0 && one.notPrimary) add('refuse', 'notPrimary')
  if (at === 0 && one.discouragedPrimary) add('warn', 'discouragedPrimary')
  if (one.hasMoreSpecific) add('warn', 'moreSpecific')
  if ((one.mainlyFemale && sex === 'male') || (one.mainlyMale && sex === 'female')) add('warn', 'sex')
  return remarks
}

/**
 * Remarks on an ordered list of diagnoses, the main one first.
 * @see Circular 06/2026/TT-BYT: column 24 not as main, 25 discouraged as main, 26 has more specific codes,
 * 27 cause of death only, 28 and 29 mainly female and male
 */
export function checkDiagnoses(codes: readonly DiagnosisCode[], sex: string | undefined): DiagnosisRemark[] {
  return codes.flatMap((one, at) => {
    const twice = codes.findIndex((other) => other.code === one.code) !== at
    return twice ? [{ code: one.code, level: 'refuse', why: 'twice' }] : remarksOf(one, at, sex)
  })
}
