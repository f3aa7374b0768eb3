import { useState } from 'react'
import { formatDay, parseVietnameseDay } from '#kernel/civil-date.ts'
import { t } from '../text/translate.ts'
import type { FieldProps } from './field.tsx'
import { TextField } from './text-field.tsx'

interface DateFieldProps extends FieldProps {
  /** `2026-11-23`; with `partial` also `2026-11` or `2026`. */
  readonly value: string | undefined
  readonly onChange: (day: string | undefined) => void
  readonly min?: string
  readonly max?: string
  /** Someone may know only the year: then that is what is kept. */
  readonly partial?: boolean
  readonly autoFocus?: boolean
  readonly size?: 'md' | 'lg'
}

/** 1/7/2026, 01072026 or, if allowed, 7/2026 and 2026, to the ISO day. */
export function readTypedDay(text: string, partial: boolean): string | undefined {
  const plain = text.trim()
  const full = parseVietnameseDay(plain)
  if (full || !partial) return full
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(plain)
  if (month && Number(month[1]) >= 1 && Number(month[1]) <= 12) return `${month[2]}-${month[1]?.padStart(2, '0')}`
  return /^(19|20)\d{2}$/.test(plain) ? plain : undefined
}

/** Puts the slashes in while digits are typed: 23112026 becomes 23/11/2026; one typed behind it counts once. */
function withSlashes(given: string, before: string): string {
  const text = given.replace(/\/{2,}/g, '/')
  if (given.length < before.length || !/^\d+$/.test(text.replaceAll('/', ''))) return given
  if (/^\d{2}$/.test(text) && Number(text) <= 31 && text !== '19' && text !== '20') return `${text}/`
  if (/^\d{2}\/\d{2}$/.test(text)) return `${text}/`
  return text
}

/** 31/12/26: which century is never guessed. */
const isShortYear = (text: string) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text.trim())

function complaint(text: string, props: DateFieldProps): string | undefined {
  if (text.trim() === '') return undefined
  const day = readTypedDay(text, props.partial ?? false)
  if (!day && isShortYear(text)) return text.length >= 8 ? t('kit.date.shortYear') : undefined
  if (!day) return text.length >= 8 ? t('kit.date.none') : undefined
  if (props.min && day < props.min.slice(0, day.length))
    return t('kit.date.tooEarly', { day: formatDay(props.min) })
  if (props.max && day > props.max) return t('kit.date.tooLate', { day: formatDay(props.max) })
  return undefined
}

/** dd/mm/yyyy typed in, ISO out. */
export function DateField(props: DateFieldProps) {
  const [typed, setTyped] = useState(props.value ? formatDay(props.value) : '')
  const [left, setLeft] = useState(false)
  const read = readTypedDay(typed, props.partial ?? false)
  const text = props.value !== undefined && props.value !== read ? formatDay(props.value) : typed
  const unfinished = left && text.trim() !== '' && !readTypedDay(text, props.partial ?? false)
  const unread = isShortYear(text) ? t('kit.date.shortYear') : t('kit.date.none')
  const error = complaint(text, props) ?? (unfinished ? unread : undefined) ?? props.error
  return (
    <TextField
      {...props}
      value={text}
      error={error}
      figures
      inputMode="numeric"
      placeholder={props.hideLabel ? props.label : t('kit.date.placeholder')}
      maxLength={10}
      onBlur={() => setLeft(true)}
      onChange={(given) => {
        const next = withSlashes(given, text)
        setLeft(false)
        setTyped(next)
        const day = readTypedDay(next, props.partial ?? false)
        props.onChange(day && !complaint(next, props) ? day : undefined)
      }}
    />
  )
}
