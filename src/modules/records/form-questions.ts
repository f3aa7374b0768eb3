import { existsSync, readFileSync } from 'node:fs'
import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'

const folder = new URL('../../../data/forms/', import.meta.url)
const known = new Map<string, ReadonlyMap<string, string>>()

/** Texts of a form's questions by linkId: `urn:lanong:form:15-BV1|2024-01-01`, the version it was filled in on. */
export function questionsOf(canonical: string | undefined): ReadonlyMap<string, string> {
  const [, form, version] = /^urn:lanong:form:([A-Za-z0-9-]+)\|(\d{4}-\d\d-\d\d)$/.exec(canonical ?? '') ?? []
  if (!form || !version) return new Map()
  const path = `${form}/${version}/questionnaire.json`
  const questions = known.get(path) ?? read(path)
  known.set(path, questions)
  return questions
}

/** A form that is no longer shipped leaves its answers under their link ids. */
function read(path: string): ReadonlyMap<string, string> {
  const file = new URL(path, folder)
  if (!existsSync(file)) return new Map()
  const text = readFileSync(file, 'utf8')
  return new Map(
    allItems((JSON.parse(text) as Questionnaire).item ?? []).map((item) => [
      item.linkId,
      item.text ?? item.linkId,
    ]),
  )
}

function allItems(items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] {
  return items.flatMap((item) => [item, ...allItems(item.item ?? [])])
}
