import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { QuestionnaireItem } from '@medplum/fhirtypes'
import type { FormEdition } from '#platform/forms/edition.ts'
import { shippedForms } from '#platform/forms/registry.ts'

/** Field tables of the statute, compiled for this project; they are not part of it. */
const tables = new URL('../../../shared/data/vn/forms/', import.meta.url)
const missing = existsSync(tables) ? false : 'the field tables of the statute are not on this machine'

interface Field {
  readonly label: string
  readonly type: string
}

interface StatuteCount {
  readonly fields: number
  readonly leftOut?: readonly string[]
  readonly why?: string
}

const { forms: counts } = JSON.parse(
  readFileSync(new URL('../../data/forms/statute-counts.json', import.meta.url), 'utf8'),
) as { forms: Readonly<Record<string, StatuteCount>> }

/** Rows of a table with those of the tables that it includes. */
function fieldsOf(table: string): readonly Field[] {
  const [head = '', ...lines] = readFileSync(new URL(`${table}.tsv`, tables), 'utf8')
    .trim()
    .split('\n')
  const columns = head.split('\t')
  const cell = (line: string, name: string) => line.split('\t')[columns.indexOf(name)] ?? ''
  return lines.flatMap((line): readonly Field[] => {
    const label = cell(line, 'label_vi')
    return label.startsWith('include:')
      ? fieldsOf(label.slice('include:'.length))
      : [{ label, type: cell(line, 'type') }]
  })
}

/** Without what a table adds to the printed words: case, signs, the place to sign. */
const words = (text: string): string =>
  text
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replaceAll('sỹ', 'sĩ')
    .replace(/\(ký.*?\)/g, '')
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()

function printed(items: readonly QuestionnaireItem[]): readonly string[] {
  return items.flatMap((item) => [
    item.text ?? '',
    ...(item.extension ?? []).flatMap(({ url, valueString }) =>
      url === 'urn:lanong:ext:covers' && valueString ? [valueString] : [],
    ),
    ...printed(item.item ?? []),
  ])
}

function signed({ form, validFrom }: FormEdition): readonly string[] {
  const file = new URL(`../../data/forms/${form}/${validFrom}/slots.json`, import.meta.url)
  const { slots } = JSON.parse(readFileSync(file, 'utf8')) as {
    slots: readonly { title: { vi: string }; covers?: readonly string[] }[]
  }
  return slots.flatMap(({ title, covers = [] }) => [title.vi, ...covers])
}

describe('no field of the statute is missing', { skip: missing }, () => {
  for (const form of shippedForms().filter((one) => one.kind !== 'local' && one.questionnaire())) {
    it(form.code, () => {
      const count = counts[form.code]
      assert.ok(count, 'stands in statute-counts.json')
      const fields = fieldsOf(form.form)
      assert.equal(fields.length, count.fields)
      const there = new Set([...printed(form.questionnaire()?.item ?? []), ...signed(form)].map(words))
      const lacks = fields.filter(({ label }) => !there.has(words(label))).map(({ label }) => label)
      assert.deepEqual([...new Set(lacks)].sort(), [...(count.leftOut ?? [])].sort())
      if (lacks.length > 0) assert.ok(count.why, 'what is left out has a reason')
    })
  }
})
