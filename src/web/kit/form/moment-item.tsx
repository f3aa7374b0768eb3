import { type ReactNode, useState } from 'react'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { DateField } from '../fields/date-field.tsx'
import { TextField } from '../fields/text-field.tsx'
import { serverNow } from '../net/server-clock.ts'
import { t } from '../text/translate.ts'
import { hasShortYear, readTypedMoment, readTypedTime, shownMoment, shownTime } from './typed.ts'
import type { ItemWork } from './use-item.ts'

interface NowProps {
  readonly label: string
  readonly onClick: () => void
}

/** Puts the present day or time into an empty field: pressed, never preset. */
function Now({ label, onClick }: NowProps): ReactNode {
  return (
    <button type="button" className="fo-now" tabIndex={-1} onClick={onClick}>
      {label}
    </button>
  )
}

/** A day, typed without marks or with them; the year always in full. */
export function DateItem({ work }: { readonly work: ItemWork }) {
  const { field, first, set, item } = work
  const value = first?.valueDate
  return (
    <div className="fo-with-now">
      <DateField
        {...field}
        value={value}
        partial={item.format?.startsWith('yyyy') ?? false}
        onChange={(day) => set(day ? [{ valueDate: day }] : [])}
      />
      {!value && <Now label={t('fill.today')} onClick={() => set([{ valueDate: dayInVietnam(serverNow()) }])} />}
    </div>
  )
}

interface TypedProps {
  readonly work: ItemWork
  readonly value: string | undefined
  readonly read: (text: string) => string | undefined
  readonly show: (value: string) => string
  readonly onChange: (value: string | undefined) => void
  readonly now: () => string
  readonly placeholder: string
  readonly wrong: string
}

/** A text field whose text means a time; what means nothing is told when the field is left. */
function TypedItem(props: TypedProps) {
  const { work, value, read, show, onChange } = props
  const [typed, setTyped] = useState(value ? show(value) : '')
  const [left, setLeft] = useState(false)
  const text = value !== undefined && read(typed) !== value ? show(value) : typed
  const unread = text.trim() !== '' && read(text) === undefined
  const wrong = hasShortYear(text) ? t('fill.shortYear') : props.wrong
  return (
    <div className="fo-with-now">
      <TextField
        {...work.field}
        value={text}
        error={unread && (left || work.field.error) ? wrong : work.field.error}
        figures
        placeholder={props.placeholder}
        maxLength={20}
        onBlur={() => setLeft(true)}
        onChange={(next) => {
          setLeft(false)
          setTyped(next)
          onChange(read(next))
        }}
      />
      {text === '' && <Now label={t('fill.now')} onClick={() => onChange(props.now())} />}
    </div>
  )
}

export function MomentItem({ work }: { readonly work: ItemWork }) {
  return (
    <TypedItem
      work={work}
      value={work.first?.valueDateTime}
      read={readTypedMoment}
      show={shownMoment}
      onChange={(at) => work.set(at ? [{ valueDateTime: at }] : [])}
      now={() => `${instantInVietnam(serverNow()).slice(0, 16)}:00+07:00`}
      placeholder={t('fill.moment.placeholder')}
      wrong={t('fill.moment.wrong')}
    />
  )
}

export function TimeItem({ work }: { readonly work: ItemWork }) {
  return (
    <TypedItem
      work={work}
      value={work.first?.valueTime}
      read={readTypedTime}
      show={shownTime}
      onChange={(at) => work.set(at ? [{ valueTime: at }] : [])}
      now={() => `${instantInVietnam(serverNow()).slice(11, 16)}:00`}
      placeholder={t('fill.time.placeholder')}
      wrong={t('fill.time.wrong')}
    />
  )
}
