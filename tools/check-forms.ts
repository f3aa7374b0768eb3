// Every form of data/forms: valid FHIR, computable, in both languages, with known places for signatures.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { readForm, translated } from '#fhir/sdc/index.ts'
import { validateResource } from '#fhir/validate.ts'
import { isDay } from '#kernel/civil-date.ts'
import { slotRoles } from '#kernel/form-words.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { findPart, shippedForms } from '#platform/forms/registry.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { structures } from '#store/definitions.ts'

const problems: string[] = []
const rolesFolder = join(import.meta.dirname, '../data/roles')
const roles = new Set<string>([...slotRoles, ...readdirSync(rolesFolder).map((name) => name.replace('.json', ''))])

type Translated = Readonly<Record<string, { extension?: Questionnaire['extension'] } | undefined>>
const english = (owner: object, name: string) => translated((owner as Translated)[`_${name}`], 'en')
/** Names and signs that are the same in both languages, FiO₂ and 36, need no translation. */
const inEnglish = (owner: object, name: string) =>
  english(owner, name) ??
  !/(?=\p{Script=Latin})[^a-z]/iu.test(String((owner as Record<string, unknown>)[name] ?? '').normalize('NFC'))

function checkTexts(tell: (text: string) => void, items: readonly QuestionnaireItem[]): void {
  for (const item of items) {
    const { linkId } = item
    if (!item.text) tell(`${linkId} has no text`)
    else if (!inEnglish(item, 'text')) tell(`${linkId} has no English text`)
    for (const { valueCoding } of item.answerOption ?? [])
      if (valueCoding && !inEnglish(valueCoding, 'display'))
        tell(`${linkId}: ${valueCoding.code} has no English text`)
    if (!/^[A-Za-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$/.test(linkId)) tell(`${linkId} is no linkId of ours`)
    checkTexts(tell, item.item ?? [])
  }
}

function checkSlots(tell: (text: string) => void, { slots, title }: FormEdition): void {
  if (!title.vi || !title.en) tell('has no title in both languages')
  if (new Set(slots.map(({ id }) => id)).size !== slots.length) tell('a place for a signature stands twice')
  for (const slot of slots) {
    if (!roles.has(slot.role)) tell(`the role ${slot.role} of ${slot.id} is not known`)
    if (!slot.title.vi || !slot.title.en) tell(`the place ${slot.id} has no title in both languages`)
  }
}

function checkHead(tell: (text: string) => void, edition: FormEdition, form: Questionnaire): void {
  if (form.url !== `urn:lanong:form:${edition.form}`) tell(`has the url ${form.url}`)
  if (form.version !== edition.validFrom) tell(`has the version ${form.version}`)
  if (form.code?.[0]?.code !== edition.code) tell(`has the code ${form.code?.[0]?.code}`)
  if (!inEnglish(form, 'title')) tell('has no English title')
}

function checkQuestionnaire(tell: (text: string) => void, form: Questionnaire): void {
  for (const { path, text } of validateResource(structures, form).issues) tell(`${path} ${text}`)
  for (const { linkId, reason } of readForm(form).faults) tell(`${linkId ?? ''}: ${reason}`)
}

function checkEdition(edition: FormEdition): void {
  const place = `${edition.form}/${edition.validFrom}`
  const tell = (text: string) => problems.push(`${place}: ${text}`)
  if (!isDay(edition.validFrom)) tell('the folder is no day')
  checkSlots(tell, edition)
  if (!edition.isFilled) return
  if (!existsSync(join(formsFolder, place, 'SOURCE.md'))) tell('has no SOURCE.md')
  try {
    const form = edition.questionnaire()
    if (!form) return
    checkHead(tell, edition, form)
    checkQuestionnaire(tell, form)
    checkTexts(tell, form.item ?? [])
  } catch (error) {
    tell((error as Error).message)
  }
}

/** Parts that no form names are dead. */
function checkParts(): void {
  const named = new Set<string>()
  for (const file of readdirSync(formsFolder, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('questionnaire.json'))
      for (const [canonical] of readFileSync(join(formsFolder, file), 'utf8').matchAll(
        /urn:lanong:form-part:[^"|]+\|[^"]+/g,
      ))
        named.add(canonical)
  for (const canonical of named) if (!findPart(canonical)) problems.push(`${canonical} is named and not there`)
  const folder = join(formsFolder, '_parts')
  for (const part of readdirSync(folder))
    for (const day of readdirSync(join(folder, part)))
      if (!named.has(`urn:lanong:form-part:${part}|${day}`))
        problems.push(`_parts/${part}/${day}: no form names it`)
}

for (const edition of shippedForms()) checkEdition(edition)
checkParts()

for (const problem of problems.slice(0, 100)) process.stdout.write(`${problem}\n`)
if (problems.length > 100) process.stdout.write(`… and ${problems.length - 100} more\n`)
process.exitCode = problems.length === 0 ? 0 : 1
