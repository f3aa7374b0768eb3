import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { useState } from 'react'
import { Checkbox, Code, SelectField, Stack, TextArea, TextField, t } from '#web/kit/index.ts'
import { type ItemWords, itemKinds, withKind, withWords, wordsOfItem } from './item-draft.ts'
import { changeAt, type Path } from './outline.ts'

interface EditorProps {
  readonly item: QuestionnaireItem
  readonly editable: boolean
  readonly items: readonly QuestionnaireItem[]
  readonly path: Path
  readonly onChange: (items: readonly QuestionnaireItem[]) => void
}

type Kind = NonNullable<QuestionnaireItem['type']>

function kindsFor(kind: Kind): readonly Kind[] {
  const known: readonly Kind[] = itemKinds
  return known.includes(kind) ? known : [kind, ...known]
}

function marked(item: QuestionnaireItem, name: 'required' | 'repeats', on: boolean): QuestionnaireItem {
  const { [name]: _was, ...rest } = item
  return on ? { ...rest, [name]: true } : rest
}

const measured: ReadonlySet<string> = new Set(['integer', 'decimal', 'quantity'])

/** What one says of an item: its words, its kind, whether it must be answered. */
export function ItemEditor({ item, editable, items, path, onChange }: EditorProps) {
  const [words, setWords] = useState<ItemWords>(() => wordsOfItem(item))
  const put = (changed: QuestionnaireItem) => onChange(changeAt(items, path, changed))
  const say = (more: Partial<ItemWords>) => {
    const next = { ...words, ...more }
    setWords(next)
    put(withWords(item, next))
  }
  const locked = editable ? {} : { disabledBecause: t('fill.own.locked') }
  const kind = item.type ?? 'string'
  const chooses = kind === 'choice' || kind === 'open-choice'
  return (
    <Stack gap={14}>
      <TextArea
        label={t('fill.own.text')}
        minRows={1}
        value={words.vi}
        onChange={(vi) => say({ vi })}
        {...locked}
      />
      <TextArea
        label={t('fill.own.textEn')}
        minRows={1}
        value={words.en}
        onChange={(en) => say({ en })}
        {...locked}
      />
      <TextField
        label={t('fill.own.prefix')}
        maxLength={20}
        value={words.prefix}
        onChange={(prefix) => say({ prefix })}
        {...locked}
      />
      <SelectField<Kind>
        label={t('fill.own.kind')}
        value={kind}
        onChange={(next) => next && put(withKind(item, next))}
        options={kindsFor(kind).map((value) => ({ value, label: t(`fill.item.${value}`) }))}
        {...locked}
      />
      {chooses && !item.answerValueSet && (
        <TextArea
          label={t('fill.own.options')}
          hint={t('fill.own.optionsHint')}
          minRows={3}
          value={words.options}
          onChange={(options) => say({ options })}
          {...locked}
        />
      )}
      {item.answerValueSet && (
        <span className="lo-dense lo-ink2">
          {t('fill.own.valueSet')} <Code>{item.answerValueSet}</Code>
        </span>
      )}
      {measured.has(kind) && (
        <TextField
          label={t('fill.own.unit')}
          maxLength={30}
          value={words.unit}
          onChange={(unit) => say({ unit })}
          {...locked}
        />
      )}
      {kind !== 'display' && (
        <Checkbox
          label={t('fill.own.required')}
          checked={item.required === true}
          onChange={(on) => put(marked(item, 'required', on))}
          {...locked}
        />
      )}
      {kind !== 'display' && (
        <Checkbox
          label={t('fill.own.repeats')}
          checked={item.repeats === true}
          onChange={(on) => put(marked(item, 'repeats', on))}
          {...locked}
        />
      )}
      <span className="lo-dense lo-ink3">
        {t('fill.own.linkId')} <Code>{item.linkId}</Code>
      </span>
    </Stack>
  )
}
