import { type ReactNode, useState } from 'react'
import type { FormStore, ItemProps } from '#web/kit/form/index.ts'
import {
  Authentication,
  api,
  Button,
  bodyOf,
  Checkbox,
  can,
  Dialog,
  Failure,
  formatDateTime,
  Loading,
  missingOf,
  Num,
  nothingGiven,
  Stack,
  StateChip,
  TextArea,
  t,
  useCommand,
  useMe,
  useSigningKey,
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

type Body =
  | { readonly pin: string; readonly otp?: string }
  | { readonly reason: string; readonly correct: boolean }

/** Does it on what the server has. */
function useAct({ sheet: { view, keeper }, row, act, onClose }: ActProps) {
  return useCommand(
    async (body: Body, command) => {
      const version = (await keeper.flush()) ?? keeper.version
      try {
        await api.post(`/api/fills/${view.id}/rows/${act}`, { version, row, ...body }, command)
      } finally {
        await keeper.catchUp()
      }
    },
    { done: onClose },
  )
}

/** Asks for what opens the key: PIN, a code that a remote service sends, a tap in its app. */
function SignDialog(props: ActProps) {
  const key = useSigningKey()
  const [given, setGiven] = useState(nothingGiven)
  const work = useAct(props)
  const missing = key.data && key.data.state !== 'absent' ? missingOf(key.data, given) : t('signing.key.absent')
  const run = async () => {
    if (missing) return
    await work.run(bodyOf(given))
    setGiven(nothingGiven)
  }
  return (
    <ActDialog {...props} busy={work.busy} missing={missing} onRun={() => void run()}>
      {key.isPending && <Loading rows={2} />}
      {key.isError && <Failure error={key.error} retry={key.refetch} />}
      {key.data && (
        <Authentication
          signer={key.data}
          given={given}
          onChange={setGiven}
          onEnter={() => void run()}
          error={work.error?.title}
        />
      )}
    </ActDialog>
  )
}

/** Asks for the reason. */
function StrikeDialog(props: ActProps) {
  const [text, setText] = useState('')
  const [correct, setCorrect] = useState(true)
  const work = useAct(props)
  const reason = text.trim()
  const missing = reason.length < 3 ? t('fill.row.strike.missing') : undefined
  const run = () => void work.run({ reason, correct })
  return (
    <ActDialog {...props} busy={work.busy} missing={missing} onRun={run}>
      <TextArea
        label={t('fill.reason')}
        required
        autoFocus
        maxLength={300}
        value={text}
        onChange={setText}
        {...(work.error ? { error: work.error.title } : {})}
      />
      <Checkbox label={t('fill.row.strike.correct')} checked={correct} onChange={setCorrect} />
    </ActDialog>
  )
}

interface DialogProps extends ActProps {
  readonly busy: boolean
  readonly missing: string | undefined
  readonly onRun: () => void
  readonly children: ReactNode
}

function ActDialog({ act, busy, missing, onRun, onClose, children }: DialogProps) {
  return (
    <Dialog
      open
      danger={act === 'strike'}
      onClose={onClose}
      title={t(`fill.row.${act}.title`)}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button kind="primary" busy={busy} onClick={onRun} {...(missing ? { disabledBecause: missing } : {})}>
            {t(`fill.row.${act}`)}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t(`fill.row.${act}.text`)}</div>
        {children}
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
  const asked = { sheet, row: store.rowId(place), onClose: () => setAct(undefined) }
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
      {act === 'sign' && <SignDialog {...asked} act={act} />}
      {act === 'strike' && <StrikeDialog {...asked} act={act} />}
    </div>
  )
}

/** Whether a person wrote a row; one that nobody has saved yet is theirs who writes it. */
export const isOf = (author: { reference?: string } | undefined, practitionerId: string | undefined): boolean =>
  !author || (practitionerId !== undefined && author.reference === `Practitioner/${practitionerId}`)
