/** What a ServiceRequest of the house may ask for. */
export const serviceKinds = [
  'laboratory',
  'imaging',
  'function-test',
  'procedure',
  'consultation',
  'diet',
  'nursing',
  'blood',
] as const
export type ServiceKind = (typeof serviceKinds)[number]

export const orderKinds = [...serviceKinds, 'drug', 'infusion'] as const
export type OrderKind = (typeof orderKinds)[number]

/** Kinds whose answer is a text or values that the orderer must see. */
export const answeredKinds: ReadonlySet<string> = new Set([
  'laboratory',
  'imaging',
  'function-test',
  'consultation',
])

/** Kinds that go on until they are stopped: doing it once does not end them. */
export const standingKinds: ReadonlySet<string> = new Set(['diet', 'nursing'])
