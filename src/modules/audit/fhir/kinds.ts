const dicom = 'http://dicom.nema.org/resources/ontology/DCM'

/** A kind of event as DICOM calls it. https://hl7.org/fhir/R4/valueset-audit-event-type.html */
export interface Kind {
  readonly code: string
  readonly display: string
  /** Actions of the journal; what is in no kind is of a patient's record. */
  readonly actions: readonly string[]
}

const kinds: readonly Kind[] = [
  {
    ...{ code: '110114', display: 'User Authentication' },
    actions: ['login', 'logout', 'confirm', 'screen-lock', 'screen-return', 'token', 'app-launch'],
  },
  { code: '110112', display: 'Query', actions: ['search'] },
  { code: '110106', display: 'Export', actions: ['export', 'print'] },
  { code: '110107', display: 'Import', actions: ['import', 'upload'] },
  {
    ...{ code: '110113', display: 'Security Alert' },
    actions: ['denied', 'denial', 'lock', 'break-glass', 'access-end', 'access-review'],
  },
  {
    ...{ code: '110137', display: 'User Security Attributes Changed' },
    actions: [
      ...['account-create', 'account-update', 'account-lock', 'account-unlock', 'password-set', 'staff-update'],
      ...['badge-make', 'badge-end', 'pin-set', 'pin-remove', 'device-end', 'factor-add', 'factor-remove'],
      ...['client-create', 'client-update', 'provider-add', 'provider-change', 'provider-link'],
      ...['review-start', 'review-decide', 'review-close', 'access-grant', 'access-representative'],
      ...['access-label', 'access-refusal'],
    ],
  },
  {
    ...{ code: '110100', display: 'Application Activity' },
    actions: ['configuration', 'setup', 'breached-list', 'backup.drill', 'journal-retention', 'upgrade'],
  },
]

const ofRecord: Kind = { code: '110110', display: 'Patient Record', actions: [] }

export function kindOf(action: string): Kind {
  return kinds.find(({ actions }) => actions.includes(action)) ?? ofRecord
}

export const typeOf = ({ code, display }: Kind) => ({ system: dicom, code, display })

/** http://hl7.org/fhir/R4/valueset-audit-event-action.html */
const letters: Readonly<Record<string, readonly string[]>> = {
  C: ['create', 'account-create', 'client-create', 'provider-add', 'factor-add', 'badge-make'],
  R: ['read', 'view', 'print', 'export', 'history'],
  U: [
    'update',
    'account-update',
    'client-update',
    'provider-change',
    'staff-update',
    'password-set',
    'merge',
    'unmerge',
  ],
  D: ['delete', 'destroy', 'factor-remove', 'badge-end', 'pin-remove', 'journal-retention'],
}

/** `E`, execute, is whatever neither makes, reads, changes nor deletes: a search, a login, a signature. */
export function letterOf(action: string): string {
  return Object.entries(letters).find(([, actions]) => actions.includes(action))?.[0] ?? 'E'
}

/** Actions that are asked for; `not` are all but these. */
export interface Actions {
  readonly not: boolean
  readonly of: readonly string[]
}

/** Undefined for a code that no event has. */
export function actionsOfType(code: string): Actions | undefined {
  if (code === ofRecord.code) return { not: true, of: kinds.flatMap(({ actions }) => actions) }
  const kind = kinds.find((one) => one.code === code)
  return kind && { not: false, of: kind.actions }
}

export function actionsOfLetter(letter: string): Actions | undefined {
  if (letter === 'E') return { not: true, of: Object.values(letters).flat() }
  const of = letters[letter]
  return of && { not: false, of }
}

const system = (value: string, expected: string) => {
  const at = value.lastIndexOf('|')
  return at < 0 || value.slice(0, at) === expected
}

/** The code of a token `system|code`; empty when its system is another one. */
export function codeIn(token: string, expected: string): string {
  return system(token, expected) ? token.slice(token.lastIndexOf('|') + 1) : ''
}

export { dicom }
