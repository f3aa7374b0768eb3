// Writes docs/forms.md: every form that the program ships, its fields beside those of the statute, what wants checking.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { QuestionnaireItem } from '@medplum/fhirtypes'
import type { FormEdition } from '../src/platform/forms/edition.ts'
import { shippedForms } from '../src/platform/forms/registry.ts'

interface StatuteCounts {
  readonly source: string
  readonly forms: Readonly<Record<string, { readonly fields: number; readonly seen: number } | undefined>>
}

const folder = new URL('../data/forms/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8')

/** Questions; groups, texts and the data behind drawings are none. */
function questions(items: readonly QuestionnaireItem[]): number {
  return items.reduce(
    (sum, item) =>
      sum +
      (item.type === 'group' || item.type === 'display' || isHidden(item) ? 0 : 1) +
      (isHidden(item) ? 0 : questions(item.item ?? [])),
    0,
  )
}

const isHidden = ({ extension = [] }: QuestionnaireItem): boolean =>
  extension.some(({ url, valueBoolean }) => url.endsWith('questionnaire-hidden') && valueBoolean === true)

function checkOf({ form, validFrom }: FormEdition): string {
  return /^check: (.*)$/m.exec(read(`${form}/${validFrom}/SOURCE.md`))?.[1] ?? ''
}

function row(form: FormEdition, { forms }: StatuteCounts): string {
  const statute = forms[form.code]
  const inForm = form.questionnaire()?.item
  const asked = inForm && questions(inForm) + form.slots.length
  const until = form.validTo ? ` to ${form.validTo}` : ''
  const cells = [
    form.code,
    form.title.vi,
    form.title.en,
    form.kind,
    `${form.validFrom}${until}`,
    statute?.fields ?? '–',
    asked ?? '–',
    statute ? `${statute.seen} %` : '–',
    form.verified ? 'yes' : 'no',
    checkOf(form),
  ]
  return `| ${cells.join(' | ')} |`
}

export function formsTable(): string {
  const counts = JSON.parse(read('statute-counts.json')) as StatuteCounts
  const forms = shippedForms().filter(({ own, kind }) => !own && kind !== 'local')
  const waiting = forms.filter(({ verified }) => !verified).length
  return `<!-- Written by \`npm run docs\`; compared by \`npm run check\`. -->
# Statutory forms

What each of them was put through, and with which result: [proof of the forms](forms-proof.md).

${counts.source}

${forms.length} forms, ${forms.length - waiting} compared with the signed original, ${waiting} still to be compared; the last column says what to look at first. Each folder of \`data/forms\` has a \`SOURCE.md\` with the rows that no source showed.

| code | title | English | kind | valid | fields in statute | questions and signatures in form | seen | verified | to check |
|---|---|---|---|---|---|---|---|---|---|
${forms.map((one) => row(one, counts)).join('\n')}
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/forms.md', import.meta.url), formsTable())
}
