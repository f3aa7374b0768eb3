import { useState } from 'react'
import { formatMoment, parseVietnameseMoment } from '#kernel/civil-moment.ts'
import { t } from '../text/translate.ts'
import type { FieldProps } from './field.tsx'
import { TextField } from './text-field.tsx'

interface MomentFieldProps extends FieldProps {
  /** `2026-11-23T10:42`, or nothing. */
  readonly value: string
  readonly onChange: (moment: string) => void
}

const marks: readonly [RegExp, string][] = [
  [/^\d{2}$/, '/'],
  [/^\d{2}\/\d{2}$/, '/'],
  [/^\d{2}\/\d{2}\/\d{4}$/, ' '],
  [/^\d{2}\/\d{2}\/\d{4} \d{2}$/, ':'],
]

/** Puts the marks in while digits are typed: 231120261042 becomes 23/11/2026 10:42. */
function withMarks(given: string, before: string): string {
  if (given.length <= before.length) return given
  const mark = marks.find(([form]) => form.test(given))?.[1]
  return mark === undefined ? given.replace(/([/: ])\1+/g, '$1') : given + mark
}

/** Day and time, dd/mm/yyyy hh:mm of 24 hours whatever the language of the machine is. */
export function MomentField(props: MomentFieldProps) {
  const [typed, setTyped] = useState(props.value ? formatMoment(props.value) : '')
  const [left, setLeft] = useState(false)
  const text =
    props.value !== '' && props.value !== parseVietnameseMoment(typed) ? formatMoment(props.value) : typed
  const unread = left && text.trim() !== '' && !parseVietnameseMoment(text)
  return (
    <TextField
      {...props}
      value={text}
      error={unread ? t('kit.moment.none') : props.error}
      figures
      inputMode="numeric"
      placeholder={props.hideLabel ? props.label : t('kit.moment.placeholder')}
      maxLength={16}
      onBlur={() => setLeft(true)}
      onChange={(entered) => {
        const next = withMarks(entered, text)
        setLeft(false)
        setTyped(next)
        props.onChange(parseVietnameseMoment(next) ?? '')
      }}
    />
  )
}
