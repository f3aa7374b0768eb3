import type { CodeSystemHead, Concept, Designation } from './concept.ts'
import type { IssueSpec } from './issues.ts'
import { type Display, displaysOf, type Languages, servesLanguage } from './languages.ts'

interface Named {
  readonly head: CodeSystemHead
  readonly concept: Concept
  /** Name and designations of the value set. */
  readonly display?: string | undefined
  readonly designations?: readonly Designation[] | undefined
}

const spaces = (text: string) => text.replace(/\s+/g, ' ').trim()
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** What is wrong with the display of a coding; undefined when nothing is. */
export function displayFault(
  named: Named,
  given: string,
  languages: Languages | undefined,
  options: { readonly lenient: boolean; readonly at: string },
): IssueSpec | undefined {
  const all = namesOf(named)
  const wanted = languages?.wanted ?? []
  const good = wanted.length === 0 ? all : all.filter((one) => serves(one, wanted))
  if (good.some((one) => same(one.text, given))) return undefined
  const common = {
    severity: options.lenient ? 'warning' : 'error',
    code: 'invalid',
    kind: 'invalid-display',
    at: options.at,
  } as const
  const { url } = named.head
  const asked = languages?.text ?? '--'
  if (good.length === 0) return withoutLanguage(named, all, given, asked, common)
  const white = good.some((one) => same(spaces(one.text), spaces(given)))
  return {
    ...common,
    id: white
      ? 'Display_Name_WS_for__should_be_one_of__instead_of'
      : 'Display_Name_for__should_be_one_of__instead_of',
    text: `${white ? 'Wrong whitespace in Display Name' : 'Wrong Display Name'} '${given}' for ${url}#${named.concept.code}. ${choicesOf(good)} (for the language(s) '${asked}')`,
  }
}

function serves(one: Display, wanted: readonly string[]): boolean {
  const { language } = one
  return language === undefined || wanted.some((tag) => servesLanguage(language, tag))
}

/** No name in the wanted languages: one of the usual language is let pass, and said so. */
function withoutLanguage(
  { head, concept }: Named,
  all: readonly Display[],
  given: string,
  asked: string,
  common: Pick<IssueSpec, 'severity' | 'code' | 'kind' | 'at'>,
): IssueSpec {
  const usual = all.filter((one) => one.language === head.language)
  if (usual.some((one) => same(one.text, given)))
    return {
      ...common,
      severity: 'information',
      id: 'NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_OK',
      text: `There are no valid display names found for the code ${head.url}#${concept.code} for language(s) '${asked}'. The display is '${given}' which is a valid display for the default language`,
    }
  return {
    ...common,
    id: 'NO_VALID_DISPLAY_FOUND_NONE_FOR_LANG_ERR',
    text: `Wrong Display Name '${given}' for ${head.url}#${concept.code}. There are no valid display names found for language(s) '${asked}'. Default display is '${concept.display ?? ''}'`,
  }
}

function namesOf({ head, concept, display, designations = [] }: Named): readonly Display[] {
  const own = display === undefined ? [] : [{ text: display, language: head.language }]
  const more = designations.map((one) => ({ text: one.value, language: one.language }))
  const seen = new Set<string>()
  return [...own, ...displaysOf(head, concept), ...more].filter((one) => {
    const key = `${one.language ?? ''} ${one.text}`
    return !seen.has(key) && seen.add(key)
  })
}

function choicesOf(names: readonly Display[]): string {
  const texts = names.map((one) => `'${one.text}'${one.language === undefined ? '' : ` (${one.language})`}`)
  const last = texts.pop() ?? ''
  return texts.length === 0
    ? `Valid display is ${last}`
    : `Valid display is one of ${texts.length + 1} choices: ${texts.join(', ')} or ${last}`
}
