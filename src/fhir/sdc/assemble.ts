import type { Extension, Questionnaire, QuestionnaireItem, Resource } from '@medplum/fhirtypes'
import { tokensOf } from '../fhirpath/tokens.ts'
import { sdcErrors } from './errors.ts'
import { extensionOf, extensionsOf, sdcUrl } from './extensions.ts'

/** Gives the part of a canonical address `urn:lanong:form-part:vitals|2024-01-01`. */
export type FindPart = (canonical: string) => Questionnaire | undefined

const mostLevels = 5

interface Gathered {
  readonly variables: Extension[]
  readonly contained: Resource[]
  readonly from: Set<string>
}

/**
 * Puts the items of the parts that a form names in the places where it names them (SDC modular forms, `$assemble`).
 * A variable `linkIdPrefix` with a text, on the item that names the part, is put before the part's linkIds, so that a
 * part can stand twice in a form: left and right eye.
 */
export function assemble(questionnaire: Questionnaire, find: FindPart): Questionnaire {
  const gathered: Gathered = { variables: [], contained: [...(questionnaire.contained ?? [])], from: new Set() }
  const item = (questionnaire.item ?? []).flatMap((one) => expand(one, find, [], gathered))
  if (gathered.from.size === 0) return questionnaire
  const extension = [
    ...(questionnaire.extension ?? []),
    ...gathered.variables.filter((one) => !isThere(questionnaire.extension, one)),
    ...[...gathered.from].map((canonical) => ({ url: sdcUrl.assembledFrom, valueCanonical: canonical })),
  ]
  const { contained } = gathered
  return { ...questionnaire, ...(contained.length > 0 ? { contained } : {}), extension, item }
}

const isThere = (own: readonly Extension[] | undefined, one: Extension) =>
  own?.some((other) => JSON.stringify(other) === JSON.stringify(one)) === true

function expand(
  item: QuestionnaireItem,
  find: FindPart,
  within: readonly string[],
  gathered: Gathered,
): readonly QuestionnaireItem[] {
  const canonical = extensionOf(item, sdcUrl.subQuestionnaire)?.valueCanonical
  if (canonical === undefined)
    return [item.item ? { ...item, item: item.item.flatMap((one) => expand(one, find, within, gathered)) } : item]
  if (within.includes(canonical)) throw sdcErrors.partCycle({ part: canonical })
  if (within.length >= mostLevels) throw sdcErrors.partDepth({ most: mostLevels })
  const part = find(canonical)
  if (!part) throw sdcErrors.partMissing({ part: canonical })
  gather(part, canonical, gathered)
  const items = (part.item ?? []).flatMap((one) => expand(one, find, [...within, canonical], gathered))
  const prefix = prefixOf(item)
  return prefix === '' ? items : prefixed(items, prefix)
}

function gather(part: Questionnaire, canonical: string, { variables, contained, from }: Gathered): void {
  from.add(canonical)
  for (const one of extensionsOf(part, sdcUrl.variable)) {
    const name = one.valueExpression?.name ?? ''
    const other = variables.find((known) => known.valueExpression?.name === name)
    if (!other) variables.push(one)
    else if (JSON.stringify(other) !== JSON.stringify(one)) throw sdcErrors.partConflict({ name })
  }
  for (const one of part.contained ?? []) {
    const other = contained.find((known) => known.id === one.id)
    if (!other) contained.push(one)
    else if (JSON.stringify(other) !== JSON.stringify(one)) throw sdcErrors.partConflict({ name: one.id ?? '' })
  }
}

/** The text of the variable `linkIdPrefix`: `'left.'`. */
function prefixOf(item: QuestionnaireItem): string {
  const variable = extensionsOf(item, sdcUrl.variable).find((one) => one.valueExpression?.name === 'linkIdPrefix')
  return /^'([A-Za-z0-9.]+)'$/.exec(variable?.valueExpression?.expression ?? '')?.[1] ?? ''
}

const linkIdsOf = (items: readonly QuestionnaireItem[]): readonly string[] =>
  items.flatMap((one) => [one.linkId, ...linkIdsOf(one.item ?? [])])

function prefixed(items: readonly QuestionnaireItem[], prefix: string): readonly QuestionnaireItem[] {
  const own = new Set(linkIdsOf(items))
  const rename = (linkId: string) => (own.has(linkId) ? prefix + linkId : linkId)
  return items.map((one) => renamed(one, rename))
}

function renamed(item: QuestionnaireItem, rename: (linkId: string) => string): QuestionnaireItem {
  return {
    ...item,
    linkId: rename(item.linkId),
    ...(item.extension ? { extension: item.extension.map((one) => renamedIn(one, rename)) } : {}),
    ...(item.enableWhen
      ? { enableWhen: item.enableWhen.map((one) => ({ ...one, question: rename(one.question) })) }
      : {}),
    ...(item.item ? { item: item.item.map((one) => renamed(one, rename)) } : {}),
  }
}

/** Renames linkIds in the texts of expressions: they are strings there, 'weight'. */
function renamedIn(extension: Extension, rename: (linkId: string) => string): Extension {
  const { valueExpression, extension: parts } = extension
  const expression = valueExpression?.expression
  return {
    ...extension,
    ...(valueExpression && expression
      ? { valueExpression: { ...valueExpression, expression: renamedText(expression, rename) } }
      : {}),
    ...(parts
      ? {
          extension: parts.map((one) =>
            one.url === 'expression' && one.valueString
              ? { ...one, valueString: renamedText(one.valueString, rename) }
              : renamedIn(one, rename),
          ),
        }
      : {}),
  }
}

const renamedText = (expression: string, rename: (linkId: string) => string): string =>
  tokensOf(expression)
    .map(({ kind, text }) => (kind === 'text' && text.startsWith("'") ? `'${rename(text.slice(1, -1))}'` : text))
    .join('')
