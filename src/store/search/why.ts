/** Why a searched value is refused; the texts of both languages stand in data/messages (`store.why.…`). */
export const whyTexts = {
  notDate: 'not a date',
  notNumber: 'not a number',
  near: 'latitude|longitude|distance|unit is needed, the unit km, m or [mi_us]',
  typeAfterColon: 'after the colon stands a resource type',
  neverRefers: '{name} never refers to {type}',
  nameType: 'name the type, as in {example}',
  noValue: 'a value is missing',
  compositeMissing: 'a composite cannot be missing',
  trueOrFalse: 'must be true or false',
  typedValue: 'system|code|value is needed',
  valueSetUnknown: 'the value set is not known here',
  systemAndCode: 'system|code is needed',
  codeSystemUnknown: 'the code system is not known here',
  nul: 'it holds the character NUL',
  words: 'only {words} are understood',
  inclusion: 'Type:parameter, Type:parameter:Target, Type:* or * is needed',
  typeNeeded: 'a {type} is needed',
  hasForm: 'Type:reference:parameter is needed',
  notReference: 'it is not a reference',
  partsNeeded: '{count} parts joined by $ are needed',
  wordQuery: 'words, AND, OR, NOT and brackets are understood, signs alone are not',
  onlyEq: 'only eq follows _has',
  afterBrackets: 'after the brackets stands a parameter',
  presence: 'pr needs true or false',
  operator: 'the operator {operator} does not suit this parameter',
  kindSort: 'a {kind} cannot be sorted by',
  valuesSort: 'its values cannot be sorted by',
  numberForm: 'number|system|code is needed',
  modifier: 'modifier :{modifier} is not supported',
  lists: 'only {words} are known',
  filterSyntax: '{text}',
} as const

/** A reason, in English and by the code under which other languages have it. */
export interface Why {
  readonly reason: string
  readonly why: string
  readonly values: Readonly<Record<string, string | number>>
}

export function why(kind: keyof typeof whyTexts, values: Why['values'] = {}): Why {
  const reason = whyTexts[kind].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return { reason, why: `store.why.${kind}`, values }
}
