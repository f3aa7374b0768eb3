import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineErrors } from '#kernel/app-error.ts'
import type { Day } from '#kernel/civil-date.ts'
import { formsFolder } from './forms-folder.ts'

export const formErrors = defineErrors('forms', {
  unknown: { category: 'not-found', text: 'There is no form {form} valid on {day}.' },
})

type Bilingual = Readonly<{ vi: string; en: string }>

/** A place for a signature on a form, in the order of signing. */
export interface FormSlot {
  readonly id: string
  /** Role of data/roles that signs here. */
  readonly role: string
  readonly title: Bilingual
}

/** A statutory form in one edition. */
export interface PaperForm {
  /** As printed: `15/BV1`. */
  readonly code: string
  readonly title: Bilingual
  readonly source: string
  readonly slots: readonly FormSlot[]
  /** First day of this edition. */
  readonly validFrom: Day
  readonly template: string
}

const folderName = (code: string) => code.replace('/', '-')
const known = new Map<string, PaperForm>()

function edition(code: string, validFrom: Day): PaperForm {
  const key = `${folderName(code)}/${validFrom}`
  const found = known.get(key)
  if (found) return found
  const file = JSON.parse(readFileSync(join(formsFolder, key, 'slots.json'), 'utf8')) as Omit<
    PaperForm,
    'validFrom' | 'template'
  >
  const form = { ...file, validFrom, template: `${key}/print.typ` }
  known.set(key, form)
  return form
}

/** The edition of a form that the law asks for on the day of the event; a later one is never used for it. */
export function formOn(code: string, day: Day): PaperForm {
  const folder = join(formsFolder, folderName(code))
  const editions = /^[\w/]+$/.test(code) && existsSync(folder) ? readdirSync(folder).sort() : []
  const valid = editions.filter((from) => from <= day).at(-1)
  if (!valid) throw formErrors.unknown({ form: code, day })
  return edition(code, valid)
}
