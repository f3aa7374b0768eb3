import { useState } from 'react'
import { Button, Chip, can, FlagMark, formatDateTime, formatShortDay, Icon, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { RequisitionView, ResultRow } from '../contract.ts'
import { exceedsDelta } from '../domain/delta-check.ts'
import { flagChoice, flagResult } from '../domain/flag-result.ts'
import { parseResult } from '../domain/parse-result.ts'
import { AmendDialog } from './amend-dialog.tsx'
import { markOf, shownValue } from './flags.ts'
import { type Entry, keyOf, storedText } from './use-entry.ts'
import { ValueField } from './value-field.tsx'

interface LineProps {
  readonly row: ResultRow
  readonly view: RequisitionView
  readonly entry: Entry
}

const releasedStatuses = ['final', 'amended', 'corrected']

/** One test: its field, range of this patient, flag as it is typed, and the previous value. */
export function ResultLine({ row, view, entry }: LineProps) {
  const typed = entry.typed[keyOf(row)]
  const text = typed?.value ?? storedText(row)
  const judged = judge(row, text, view)
  const refusal = entry.refused[keyOf(row)] ?? judged.refusal
  return (
    <tr
      data-critical={judged.flag === 'HH' || judged.flag === 'LL' || undefined}
      data-unsaved={typed !== undefined || undefined}
    >
      <th scope="row" title={trailOf(row)}>
        {row.name}
        <div className="lab-narrow lo-dense lo-ink2 lo-num">
          {row.range?.text ?? row.normalChoices.join(', ')} {row.unit}
        </div>
        {row.calculated && (
          <div className="lo-dense lo-ink3">{t('laboratory.entry.calculated', { source: row.calculated })}</div>
        )}
      </th>
      <td data-align="right">
        <Value
          row={row}
          view={view}
          entry={entry}
          text={text}
          flag={judged.flag}
          refused={refusal !== undefined}
        />
        {refusal && (
          <div className="lo-field-error">
            <Icon name="danger" size={14} />
            {t(`laboratory.refused.${refusal}`)}
          </div>
        )}
        {judged.delta && <div className="lo-warn lo-dense">{t('laboratory.entry.delta')}</div>}
      </td>
      <td className="lo-ink2" data-wide>
        {row.unit}
      </td>
      <td className="lo-num lo-ink2" data-wide title={row.range?.source}>
        {row.range?.text ?? row.normalChoices.join(', ')}
      </td>
      <td className="lo-num lo-ink2" data-wide>
        {row.previous ? (
          <>
            {shownValue(row.previous.value)}{' '}
            <span className="lo-ink3 lo-dense">{formatShortDay(row.previous.at)}</span>
          </>
        ) : (
          '–'
        )}
      </td>
      <td data-wide>
        <Note row={row} entry={entry} comment={typed?.comment} />
      </td>
    </tr>
  )
}

function Value({
  row,
  view,
  entry,
  text,
  flag,
  refused,
}: LineProps & { readonly text: string; readonly flag: string | undefined; readonly refused: boolean }) {
  const [amending, setAmending] = useState(false)
  const { result } = row
  const released =
    result !== undefined && (releasedStatuses.includes(result.status) || result.issuedAt !== undefined)
  if (!released) {
    const sampled = view.tubes.some((tube) => tube.status === 'received')
    return (
      <ValueField
        row={row}
        text={text}
        flag={markOf(flag)}
        refused={refused}
        sampled={sampled && can('laboratory.enter')}
        onType={(value) => entry.type(row, { value })}
      />
    )
  }
  return (
    <span className="lab-released">
      {result.earlier.map((one) => (
        <del key={one.at} className="lo-num lo-ink3">
          {shownValue(one.value)}
        </del>
      ))}
      <FlagMark flag={markOf(result.flag)}>{shownValue(result.value)}</FlagMark>
      {can('laboratory.release') && (
        <Button kind="plain" size="sm" onClick={() => setAmending(true)}>
          {t('laboratory.act.amend')}
        </Button>
      )}
      {amending && <AmendDialog row={row} onClose={() => setAmending(false)} />}
    </span>
  )
}

interface NoteProps {
  readonly row: ResultRow
  readonly entry: Entry
  readonly comment: string | undefined
}

/** What is said about a result: typed here until it is released, then read. */
function Note({ row, entry, comment }: NoteProps) {
  const { result } = row
  if (result && !result.issuedAt)
    return (
      <input
        className="lab-comment"
        aria-label={t('laboratory.entry.comment', { test: row.name })}
        value={comment ?? result.comment}
        maxLength={500}
        disabled={!can('laboratory.enter')}
        onChange={(event) => entry.type(row, { comment: event.currentTarget.value })}
      />
    )
  return (
    <div className="lo-dense lo-ink2">
      {result?.comment}
      {result?.confirmedAt && (
        <div>
          {t('laboratory.critical.confirmed', {
            name: result.confirmedBy ?? '',
            time: formatDateTime(result.confirmedAt),
          })}
        </div>
      )}
      {result?.amendReason && (
        <Chip tone="plum" icon="penCheck">
          {t('laboratory.entry.amended', { reason: result.amendReason })}
        </Chip>
      )}
    </div>
  )
}

/** Who entered and validated it: on the row when asked, once for all below the grid. */
export function trailOf({ result }: ResultRow): string | undefined {
  if (!result) return undefined
  const entered = t('laboratory.entry.by', { name: result.enteredBy, time: formatDateTime(result.enteredAt) })
  if (!result.validatedAt) return entered
  const validated = { name: result.validatedBy ?? '', time: formatDateTime(result.validatedAt) }
  return `${entered} · ${t('laboratory.entry.validated', validated)}`
}

/** Flag and doubt as they will be when saved; an unreadable text says so while it is typed. */
function judge(
  row: ResultRow,
  text: string,
  view: RequisitionView,
): { flag: string | undefined; delta: boolean; refusal: string | undefined } {
  const parsed = parseResult(text, {
    kind: row.kind,
    choices: row.choices.map((choice) => ({ code: choice, text: choice })),
  })
  if (parsed.kind === 'refused') return { flag: undefined, delta: false, refusal: parsed.reason }
  if (parsed.kind === 'choice')
    return { flag: flagChoice(parsed.text, row.normalChoices), delta: false, refusal: undefined }
  if (parsed.kind !== 'quantity') return { flag: undefined, delta: false, refusal: undefined }
  const collected = view.tubes.find((tube) => tube.collectedAt)?.collectedAt ?? serverNow().toISOString()
  const before = row.previous && Number(row.previous.value)
  const previous =
    row.previous && before !== undefined && Number.isFinite(before)
      ? { value: before, on: row.previous.at.slice(0, 10) }
      : undefined
  return {
    flag: row.range && flagResult(parsed.value, row.range, parsed.comparator),
    delta: exceedsDelta(parsed.value, collected.slice(0, 10), previous, row.delta),
    refusal: undefined,
  }
}
