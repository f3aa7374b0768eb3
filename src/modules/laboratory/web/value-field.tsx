import { type Flag, FlagMark, t } from '#web/kit/index.ts'
import type { ResultRow } from '../contract.ts'

interface ValueFieldProps {
  readonly row: ResultRow
  readonly text: string
  readonly flag: Flag | undefined
  readonly refused: boolean
  /** A sample is there and the person may enter. */
  readonly sampled: boolean
  readonly onType: (value: string) => void
}

/** The field of a test by its kind: figures, a list, or words. */
export function ValueField({ row, text, flag, refused, sampled, onType }: ValueFieldProps) {
  const label = t('laboratory.entry.value', { test: row.name })
  const common = {
    'data-result': true,
    'aria-label': label,
    'aria-invalid': refused || undefined,
    value: text,
    disabled: !sampled,
    title: sampled ? undefined : t('laboratory.entry.waitSample'),
  }
  if (row.kind === 'choice')
    return (
      <span className="lab-value">
        <FlagMark flag={flag}>{null}</FlagMark>
        <select {...common} onChange={(event) => onType(event.currentTarget.value)}>
          <option value="">{t('laboratory.entry.choose')}</option>
          {row.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
          <option value="–">{t('laboratory.entry.notDone')}</option>
        </select>
      </span>
    )
  if (row.kind === 'text')
    return <textarea {...common} rows={2} onChange={(event) => onType(event.currentTarget.value)} />
  return (
    <span className="lab-value">
      <FlagMark flag={flag}>{null}</FlagMark>
      <input
        {...common}
        className="lo-num"
        inputMode="decimal"
        autoComplete="off"
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </span>
  )
}
