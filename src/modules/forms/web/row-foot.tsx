import { type ReactNode, useState } from 'react'
import type { FormStore, ItemProps } from '#web/kit/form/index.ts'
import {
  api,
  Button,
  Checkbox,
  can,
  Dialog,
  formatDateTime,
  Num,
  PinField,
  Stack,
  StateChip,
  TextArea,
  t,
  useCommand,
  useMe,
} from '#web/kit/index.ts'
import type { OpenFill } from './use-fill.ts'

/** The open fill that the row stands in. */
type Sheet = Pick<OpenFill, 'view' | 'store' | 'keeper'>

type Act = 'sign' | 'strike'

interface ActProps {
  readonly sheet: Sheet
  readonly row: string
  readonly act: Act
  readonly onClose: () => void
}

/** Asks for the PIN, or for the reason, and does it on what the server has. */
function ActDialog({ sheet, row, act, onClose }: ActProps) {
  const { view, keeper } = sheet
  const [text, setText] = useState('')
  const [correct, setCorrect] = useState(true)
  const work = useCommand(
    async (given: string, command) => {
      const version = (await keeper.flush()) ?? keeper.version
      const more = act === 'sign' ? { pin: given } : { reason: given, correct }
      try {
        await api.post(`/api/fills/${view.id}/rows/${act}`, { version, row, ...more }, command)
      } finally {
        await keeper.catchUp()
      }
    },
    { done: onClose },
  )
  const given = text.trim()
  const missing = act === 'sign' ? given.length < 6 : given.length < 3
  const error = work.error ? { error: work.error.title } : {}
  const run = () => void work.run(given)
  return (
    <Dialog
      open
      danger={act === 'strike'}
      onClose={onClose}
      title={t(`fill.row.${act}.title`)}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button
            kind="primary"
            busy={work.busy}
            onClick={run}
            {...(missing ? { disabledBecause: t(`fill.row.${act}.missing`) } : {})}
          >
            {t(`fill.row.${act}`)}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t(`fill.row.${act}.text`)}</div>
        {act === 'sign' ? (
          <PinField label={t('fill.row.pin')} value={text} onChange={setText} onEnter={run} autoFocus {...error} />
        ) : (
          <>
            <TextArea
              label={t('fill.reason')}
              required
              autoFocus
              maxLength={300}
              value={text}
              onChange={setText}
              {...error}
            />
            <Checkbox label={t('fill.row.strike.correct')} checked={correct} onChange={setCorrect} />
          </>
        )}
      </Stack>
    </Dialog>
  )
}

function Said({ store, row }: { readonly store: FormStore; readonly row: string }): ReactNode {
  const { signed, struck, author } = store.marksAt(row)
  const told = (by: string | undefined, at: string) => (
    <>
      {by} · <Num>{formatDateTime(at)}</Num>
    </>
  )
  return (
    <>
      {signed && <StateChip state="signed">{told(signed.by.display, signed.at)}</StateChip>}
      {signed?.late && <span className="lo-warn">{t('fill.row.late')}</span>}
      {struck && (
        <StateChip state="stopped">
          {told(struck.by.display, struck.at)} · {struck.reason}
        </StateChip>
      )}
      {!signed && !struck && author && <span className="lo-ink2">{author.display}</span>}
    </>
  )
}

/** Who signed a row and when, or the act of signing it. */
export function RowFoot({ sheet, item, place }: ItemProps & { readonly sheet: Sheet }) {
  const { store, view } = sheet
  const me = useMe()
  const [act, setAct] = useState<Act>()
  const { signed, struck, author } = store.marksAt(place)
  const isMine = isOf(author, me.practitionerId)
  const maySign = view.editable && isMine && !signed && !struck && can('signing.sign')
  const hasRole = item.signedBy.some((role) => me.roles.includes(role))
  const mayStrike = view.editable && author && !struck && (isMine || can('forms.amend'))
  return (
    <div className="fi-row-foot">
      <Said store={store} row={place} />
      {maySign && hasRole && (
        <Button size="sm" icon="sign" onClick={() => setAct('sign')}>
          {t('fill.row.sign')}
        </Button>
      )}
      {mayStrike && (signed || !isMine) && (
        <Button size="sm" kind="plain" onClick={() => setAct('strike')}>
          {t('fill.row.strike')}
        </Button>
      )}
      {act && <ActDialog sheet={sheet} row={store.rowId(place)} act={act} onClose={() => setAct(undefined)} />}
    </div>
  )
}

/** Whether a person wrote a row; one that nobody has saved yet is theirs who writes it. */
export const isOf = (author: { reference?: string } | undefined, practitionerId: string | undefined): boolean =>
  !author || (practitionerId !== undefined && author.reference === `Practitioner/${practitionerId}`)
