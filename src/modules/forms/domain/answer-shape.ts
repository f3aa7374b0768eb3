import { isDecimal } from '#fhir/decimal.ts'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecimal(value)
const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number' || isDecimal(value)

/** JSON types of what an answer may hold. */
const values: Readonly<Record<string, Check>> = {
  valueString: isText,
  valueUri: isText,
  valueDate: isText,
  valueDateTime: isText,
  valueTime: isText,
  valueBoolean: (value) => typeof value === 'boolean',
  valueInteger: isNumber,
  valueDecimal: isNumber,
  valueCoding: isFields,
  valueQuantity: isFields,
  valueReference: isFields,
  valueAttachment: isFields,
}

/** Where a QuestionnaireResponse is not built of lists of items and of answers: `item[0].answer`; undefined when it is. */
export function misshapenAt(response: Fields): string | undefined {
  return inList(response['item'], 'item', misshapenItem)
}

type Look = (one: Fields, path: string) => string | undefined

function inList(list: unknown, path: string, look: Look): string | undefined {
  if (list === undefined) return undefined
  if (!Array.isArray(list)) return path
  for (const [at, one] of list.entries()) {
    const here = `${path}[${at}]`
    const wrong = isFields(one) ? look(one, here) : here
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const misshapenItem: Look = (item, path) => {
  if (typeof item['linkId'] !== 'string') return `${path}.linkId`
  return (
    inList(item['extension'], `${path}.extension`, misshapenExtension) ??
    inList(item['answer'], `${path}.answer`, misshapenAnswer) ??
    inList(item['item'], `${path}.item`, misshapenItem)
  )
}

const misshapenAnswer: Look = (answer, path) => {
  const wrong = Object.keys(answer).find((name) => values[name]?.(answer[name]) === false)
  if (wrong !== undefined) return `${path}.${wrong}`
  return (
    inList(answer['extension'], `${path}.extension`, misshapenExtension) ??
    inList(answer['item'], `${path}.item`, misshapenItem)
  )
}

const misshapenExtension: Look = (extension, path) =>
  typeof extension['url'] === 'string'
    ? inList(extension['extension'], `${path}.extension`, misshapenExtension)
    : `${path}.url`
