import type { Coding, Expression, Extension } from '@medplum/fhirtypes'

const hl7 = 'http://hl7.org/fhir/StructureDefinition/'
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-'

/** Extensions of questionnaires that the engine reads. http://hl7.org/fhir/uv/sdc/ */
export const sdcUrl = {
  variable: `${hl7}variable`,
  translation: `${hl7}translation`,
  hidden: `${hl7}questionnaire-hidden`,
  itemControl: `${hl7}questionnaire-itemControl`,
  unit: `${hl7}questionnaire-unit`,
  unitOption: `${hl7}questionnaire-unitOption`,
  constraint: `${hl7}questionnaire-constraint`,
  minOccurs: `${hl7}questionnaire-minOccurs`,
  maxOccurs: `${hl7}questionnaire-maxOccurs`,
  optionExclusive: `${hl7}questionnaire-optionExclusive`,
  referenceResource: `${hl7}questionnaire-referenceResource`,
  minValue: `${hl7}minValue`,
  maxValue: `${hl7}maxValue`,
  minLength: `${hl7}minLength`,
  maxDecimalPlaces: `${hl7}maxDecimalPlaces`,
  regex: `${hl7}regex`,
  maxSize: `${hl7}maxSize`,
  mimeType: `${hl7}mimeType`,
  minQuantity: `${sdc}minQuantity`,
  maxQuantity: `${sdc}maxQuantity`,
  calculated: `${sdc}calculatedExpression`,
  initial: `${sdc}initialExpression`,
  enableWhen: `${sdc}enableWhenExpression`,
  subQuestionnaire: `${sdc}subQuestionnaire`,
  assembledFrom: `${sdc}assembledFrom`,
  populationContext: `${sdc}itemPopulationContext`,
  observationLinkPeriod: `${sdc}observationLinkPeriod`,
  observationExtract: `${sdc}observationExtract`,
  observationCategory: `${sdc}observation-extract-category`,
  definitionExtract: `${sdc}definitionExtract`,
  definitionExtractValue: `${sdc}definitionExtractValue`,
  /** valueReference on an answer: where its value was taken from. */
  filledFrom: 'urn:lanong:ext:filled-from',
  /** valueBoolean on an answer: a person wrote it in the place of the value that the form computes. */
  typedOver: 'urn:lanong:ext:typed-over',
  /** valueCode on an item: `patient` where the fact lasts, `record` where only what belongs to this record counts. */
  factScope: 'urn:lanong:ext:fact-scope',
  /** valueBoolean on an item: until somebody answers it, it tells what the chart says when the form is finished. */
  toldAtEnd: 'urn:lanong:ext:told-at-end',
  /** valueCode on a group: kind of a clinical drawing. */
  drawing: 'urn:lanong:ext:drawing',
  print: 'urn:lanong:ext:print',
  /** valueCode on an item: the program gives its answer, the next number of a series. */
  numberSeries: 'urn:lanong:ext:number-series',
  /** valueCode on a repeating group: role whose holders sign each row; may stand several times. */
  rowSignedBy: 'urn:lanong:ext:row-signed-by',
  /** Marks of a row of such a group: who began it, who signed it, that it is struck through, what it puts right. */
  rowAuthor: 'urn:lanong:ext:row-author',
  rowSigned: 'urn:lanong:ext:row-signed',
  rowStruck: 'urn:lanong:ext:row-struck',
  rowCorrects: 'urn:lanong:ext:row-corrects',
  /** valueString on the target of a signature: SHA-256 (hex) of the row that was signed. */
  rowHash: 'urn:lanong:ext:row-hash',
} as const

/** System of fact codes: equal codes in different forms mean the same fact. */
export const factSystem = 'urn:lanong:cs:fact'

interface Extended {
  readonly extension?: readonly Extension[] | undefined
}

export const extensionsOf = (owner: Extended, url: string): readonly Extension[] =>
  (owner.extension ?? []).filter((one) => one.url === url)

export const extensionOf = (owner: Extended, url: string): Extension | undefined =>
  owner.extension?.find((one) => one.url === url)

/** Value of an extension whatever its type. */
export function extensionValue(owner: Extended, url: string): unknown {
  const found = extensionOf(owner, url)
  return found && valueIn(found, 'value')?.value
}

/** The FHIRPath of an expression extension. */
export function expressionIn(owner: Extended, url: string): string | undefined {
  const expression = extensionOf(owner, url)?.valueExpression
  return expression?.language === 'text/fhirpath' ? expression.expression : undefined
}

/** Variables that an item or a form defines, in order. */
export function variablesIn(owner: Extended): readonly Expression[] {
  return extensionsOf(owner, sdcUrl.variable).flatMap((one) => one.valueExpression ?? [])
}

export function itemControls(owner: Extended): readonly string[] {
  return extensionsOf(owner, sdcUrl.itemControl).flatMap((one) =>
    (one.valueCodeableConcept?.coding ?? []).flatMap((coding: Coding) => coding.code ?? []),
  )
}

/** The value of a choice of types, `valueString`: its type and what it is. */
export function valueIn(owner: object, stem: string): { type: string; value: unknown } | undefined {
  for (const [key, value] of Object.entries(owner))
    if (key.startsWith(stem) && /^[A-Z]/.test(key.slice(stem.length)) && value !== undefined)
      return { type: key.slice(stem.length), value }
  return undefined
}

/** Text of an element in a language, by the extension translation on `_text` and its like. */
export function translated(element: Extended | undefined, language: string): string | undefined {
  const found = extensionsOf(element ?? {}, sdcUrl.translation).find(
    (one) => one.extension?.find((part) => part.url === 'lang')?.valueCode === language,
  )
  return found?.extension?.find((part) => part.url === 'content')?.valueString
}
