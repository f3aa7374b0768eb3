import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Questionnaire } from '@medplum/fhirtypes'
import { assemble } from '#fhir/sdc/index.ts'
import { defineErrors } from '#kernel/app-error.ts'
import { addDays, type Day } from '#kernel/civil-date.ts'
import { formsFolder } from '../typst/forms-folder.ts'
import { type FormEdition, formKey } from './edition.ts'
import { kindOf, type SlotsFile, slotsOf } from './slots-file.ts'

export const formErrors = defineErrors('forms', {
  unknown: { category: 'not-found', text: 'There is no form {form} valid on {day}.' },
})

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

const partPattern = /^urn:lanong:form-part:([a-z0-9-]+)\|(\d{4}-\d\d-\d\d)$/

/** A shared part of forms, from data/forms/_parts. */
export function findPart(canonical: string): Questionnaire | undefined {
  const [, part, version] = partPattern.exec(canonical) ?? []
  const path = join(formsFolder, '_parts', part ?? '', version ?? '', 'questionnaire.json')
  return part && existsSync(path) ? readJson<Questionnaire>(path) : undefined
}

/** Reads one edition of the shipped forms; its Questionnaire when it is asked for. */
function readEdition(form: string, validFrom: Day, next: Day | undefined): FormEdition {
  const folder = join(formsFolder, form, validFrom)
  const file = readJson<SlotsFile>(join(folder, 'slots.json'))
  const own = join(folder, 'questionnaire.json')
  let questionnaire: Questionnaire | undefined
  return {
    code: file.code,
    form,
    kind: kindOf(file),
    title: file.title,
    source: file.source,
    verified: isVerified(join(folder, 'SOURCE.md')),
    toPatient: file.toPatient ?? false,
    slots: slotsOf(file),
    validFrom,
    validTo: file.validTo ?? (next && addDays(next, -1)),
    template: existsSync(join(folder, 'print.typ')) ? `${form}/${validFrom}/print.typ` : '_print/statutory.typ',
    own: false,
    isFilled: existsSync(own),
    questionnaire() {
      if (!questionnaire && existsSync(own)) questionnaire = assemble(readJson<Questionnaire>(own), findPart)
      return questionnaire
    },
  }
}

function isVerified(path: string): boolean {
  return existsSync(path) && /^verified:\s*yes\b/m.test(readFileSync(path, 'utf8'))
}

function readEditions(): readonly FormEdition[] {
  const folders = readdirSync(formsFolder).filter((name) => /^[A-Z0-9][A-Za-z0-9-]*$/.test(name))
  return folders.sort().flatMap((form) => {
    const days = readdirSync(join(formsFolder, form))
      .filter((day) => existsSync(join(formsFolder, form, day, 'slots.json')))
      .sort()
    return days.map((day, at) => readEdition(form, day, days[at + 1]))
  })
}

let known: readonly FormEdition[] | undefined

/** Every edition of every form that this program ships, by code and first day. */
export function shippedForms(): readonly FormEdition[] {
  known ??= readEditions()
  return known
}

/** The edition that holds on a day among several. */
export function editionOn(editions: readonly FormEdition[], code: string, day: Day): FormEdition | undefined {
  const key = formKey(code)
  return editions.findLast(
    (one) => one.form === key && one.validFrom <= day && (one.validTo === undefined || day <= one.validTo),
  )
}

/** The edition of a form that the law asks for on the day of the event; a later one is never used for it. */
export function formOn(code: string, day: Day): FormEdition {
  const found = editionOn(shippedForms(), code, day)
  if (!found) throw formErrors.unknown({ form: code.slice(0, 40), day })
  return found
}

/** An edition by its version, dead ones too: what was filled in on it stays readable. */
export function shippedEdition(form: string, version: string): FormEdition | undefined {
  return shippedForms().find((one) => one.form === form && one.validFrom === version)
}
