import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Dialog,
  Failure,
  formatDateTime,
  Icon,
  Inline,
  Loading,
  Panel,
  Stack,
  Table,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { DecideBody, Review, ReviewItem } from '../reviews/contract.ts'

interface Decided extends DecideBody {
  readonly account: string
}

/** The accounts of a review that the person may decide about. */
export function ReviewItems({ review }: { readonly review: Review }) {
  const address = `/api/accounts/reviews/${review.id}`
  const items = useApi<ReviewItem[]>(address)
  const [changing, setChanging] = useState<ReviewItem>()
  const refresh = ['/api/accounts/reviews', address]
  const decide = useCommand(
    ({ account, ...body }: Decided, act) => api.put(`${address}/accounts/${account}`, body, act),
    { refresh, done: () => setChanging(undefined) },
  )
  const close = useCommand((_: undefined, act) => api.post(`${address}/close`, undefined, act), { refresh })
  if (items.isPending) return <Loading rows={8} />
  if (items.isError) return <Failure error={items.error} retry={items.refetch} />
  const open = review.closedAt === undefined
  const error = decide.error ?? close.error
  return (
    <Panel
      title={t('identity.reviews.accounts')}
      count={items.data.length}
      actions={
        review.closedAt && can('users.reviewAll') ? (
          <a className="lo-btn" href={`${address}/minutes`} target="_blank" rel="noopener noreferrer">
            <Icon name="print" />
            <span>{t('identity.reviews.minutes')}</span>
          </a>
        ) : (
          open &&
          can('users.signReview') && (
            <Button kind="primary" icon="sign" busy={close.busy} onClick={() => close.run(undefined)}>
              {t('identity.reviews.sign')}
            </Button>
          )
        )
      }
    >
      {error && <Alert level="warning" title={error.title} />}
      <Table
        label={t('identity.reviews.accounts')}
        rows={items.data}
        rowKey={(item) => item.account}
        empty={t('identity.reviews.none')}
        columns={[
          {
            key: 'name',
            head: t('identity.account.name'),
            onPhone: 'main',
            cell: (item) => (
              <>
                <strong>{item.name}</strong> <span className="lo-ink3">{item.userName}</span>
              </>
            ),
          },
          {
            key: 'roles',
            head: t('identity.account.roles'),
            onPhone: 'line',
            cell: (item) => [...item.roleTitles, ...item.departments].join(' · '),
          },
          {
            key: 'seen',
            head: t('identity.account.lastSeen'),
            hideOn: 'tablet',
            cell: (item) => (item.lastSeenAt ? formatDateTime(item.lastSeenAt) : t('identity.account.neverSeen')),
          },
          {
            key: 'decision',
            head: t('identity.reviews.decision'),
            onPhone: 'line',
            cell: (item) => (
              <Decision
                item={item}
                open={open}
                onDecide={(decision) =>
                  decision === 'change' ? setChanging(item) : decide.run({ account: item.account, decision })
                }
              />
            ),
          },
        ]}
      />
      {changing && (
        <ChangeNote
          item={changing}
          busy={decide.busy}
          onClose={() => setChanging(undefined)}
          onNote={(note) => decide.run({ account: changing.account, decision: 'change', note })}
        />
      )}
    </Panel>
  )
}

interface DecisionProps {
  readonly item: ReviewItem
  readonly open: boolean
  readonly onDecide: (decision: DecideBody['decision']) => unknown
}

const tones = { keep: 'ok', change: 'warn', end: 'crit' } as const
const choices = ['keep', 'change', 'end'] as const

function Decision({ item, open, onDecide }: DecisionProps) {
  const given = choices.find((choice) => choice === item.decision)
  return (
    <Inline>
      {given && (
        <Chip tone={tones[given]}>{[t(`identity.reviews.${given}`), item.note].filter(Boolean).join(': ')}</Chip>
      )}
      {open && item.own && <Chip>{t('identity.reviews.other')}</Chip>}
      {open &&
        !item.own &&
        choices
          .filter((choice) => choice !== given)
          .map((choice) => (
            <Button key={choice} size="sm" kind="plain" onClick={() => onDecide(choice)}>
              {t(`identity.reviews.${choice}`)}
            </Button>
          ))}
    </Inline>
  )
}

interface ChangeNoteProps {
  readonly item: ReviewItem
  readonly busy: boolean
  readonly onClose: () => void
  readonly onNote: (note: string) => unknown
}

function ChangeNote({ item, busy, onClose, onNote }: ChangeNoteProps) {
  const [note, setNote] = useState('')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.reviews.changeOf', { name: item.name })}
      actions={
        <Button
          kind="primary"
          busy={busy}
          disabledBecause={note.trim() === '' ? t('identity.reviews.noteMissing') : undefined}
          onClick={() => onNote(note)}
        >
          {t('identity.reviews.change')}
        </Button>
      }
    >
      <Stack>
        <TextField label={t('identity.reviews.note')} value={note} onChange={setNote} maxLength={500} autoFocus />
      </Stack>
    </Dialog>
  )
}
