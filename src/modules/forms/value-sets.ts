import { readFileSync } from 'node:fs'
import type { Coding, QuestionnaireResponse } from '@medplum/fhirtypes'
import { type Form, type InValueSet, sdcUrl } from '#fhir/sdc/index.ts'
import { findConcept, searchConcepts } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { codesOfValueSet } from '#store/terminology/index.ts'
import type { AnswerOption } from './contract.ts'
import { fillErrors } from './errors.ts'

interface SetOfList {
  /** List of the terminology. */
  readonly list: string
  /** System of its codings. */
  readonly system: string
}

const file = new URL('../../../data/rules/form-value-sets.json', import.meta.url)
const { sets } = JSON.parse(readFileSync(file, 'utf8')) as { sets: Readonly<Record<string, SetOfList>> }

const listOf = (valueSet: string): SetOfList | undefined => {
  const name = valueSet.replace(/^urn:lanong:vs:/, '')
  return Object.hasOwn(sets, name) ? sets[name] : undefined
}

/** Countries of ISO 3166-1, which every Node knows by name. */
const countries = new Intl.DisplayNames(['vi'], { type: 'region', fallback: 'none' })

function countryOf(code: string): string | undefined {
  return /^[A-Z]{2}$/.test(code) ? countries.of(code) : undefined
}

/** Options of a value set as people type. */
export async function findAnswers(
  ctx: Context,
  query: { readonly valueSet: string; readonly filter?: string | undefined; readonly count?: number | undefined },
): Promise<readonly AnswerOption[]> {
  const { valueSet, filter = '', count = 20 } = query
  const known = listOf(valueSet)
  if (known) {
    const found = await searchConcepts(ctx, { system: known.list, text: filter, limit: count })
    return found.map(({ code, name }) => ({ system: known.system, code, display: name }))
  }
  const codes = await codesOfValueSet(ctx, valueSet)
  if (!codes) throw fillErrors.unknownSet({ valueSet: valueSet.slice(0, 100) })
  return codes
    .filter(({ code }) => code.toLowerCase().includes(filter.toLowerCase()))
    .slice(0, count)
    .map(({ system, code }) => ({ system, code, display: code }))
}

/** Name of a code in a value set; undefined when it is not in it, null when the value set is not known here. */
async function nameOf(ctx: Context, valueSet: string, code: string): Promise<string | undefined | null> {
  const known = listOf(valueSet)
  if (known) {
    const found = await findConcept(ctx, known.list, code)
    return found?.name ?? (known.list === 'country' ? countryOf(code) : undefined)
  }
  const codes = await codesOfValueSet(ctx, valueSet)
  if (!codes) return null
  return codes.some((one) => one.code === code) ? code : undefined
}

/** Asks for all codings at once, so that the pure validation can be told. */
export async function membership(
  ctx: Context,
  asked: readonly { readonly valueSet: string; readonly coding: Coding }[],
): Promise<InValueSet> {
  const known = new Map<string, boolean | undefined>()
  for (const { valueSet, coding } of asked) {
    const key = `${valueSet} ${coding.system ?? ''} ${coding.code ?? ''}`
    if (!known.has(key)) known.set(key, await isMember(ctx, valueSet, coding))
  }
  return (valueSet, { system, code }) => known.get(`${valueSet} ${system ?? ''} ${code ?? ''}`)
}

async function isMember(ctx: Context, valueSet: string, { system, code }: Coding): Promise<boolean | undefined> {
  const wanted = listOf(valueSet)?.system
  if (code === undefined || (wanted !== undefined && system !== undefined && system !== wanted)) return false
  const name = await nameOf(ctx, valueSet, code)
  return name === null ? undefined : name !== undefined
}

type Item = NonNullable<QuestionnaireResponse['item']>[number]

/** Gives codes that came from the chart alone, `25`, their system and name; a code that no list knows is left out. */
export async function nameCodings(
  ctx: Context,
  form: Form,
  response: QuestionnaireResponse,
): Promise<QuestionnaireResponse> {
  const named = async (item: Item): Promise<Item> => {
    const valueSet = form.byLinkId.get(item.linkId)?.raw.answerValueSet
    const { answer: given = [], item: inner, ...rest } = item
    const answers = await Promise.all(given.map((one) => namedAnswer(ctx, valueSet, one)))
    const answer = answers.filter((one) => one !== undefined)
    const below = inner && (await Promise.all(inner.map(named)))
    return { ...rest, ...(answer.length > 0 ? { answer } : {}), ...(below ? { item: below } : {}) }
  }
  return response.item ? { ...response, item: await Promise.all(response.item.map(named)) } : response
}

type Answer = NonNullable<Item['answer']>[number]

async function namedAnswer(
  ctx: Context,
  valueSet: string | undefined,
  answer: Answer,
): Promise<Answer | undefined> {
  const { valueString, valueCoding, ...rest } = answer
  const isFilled = answer.extension?.some(({ url }) => url === sdcUrl.filledFrom)
  const code = valueCoding?.code ?? valueString
  if (valueSet === undefined || !isFilled || code === undefined || valueCoding?.display) return answer
  const name = await nameOf(ctx, valueSet, code)
  const system = valueCoding?.system ?? listOf(valueSet)?.system
  const isBare = valueString === undefined && valueCoding?.system === undefined
  if (typeof name !== 'string') return isBare ? undefined : answer
  return { ...rest, valueCoding: { ...(system ? { system } : {}), code, display: name } }
}
