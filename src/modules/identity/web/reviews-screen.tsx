import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  Inline,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { Review, ReviewList } from '../reviews/contract.ts'
import { EmergencyPanel } from './emergency-panel.tsx'
import { ReviewItems } from './review-items.tsx'

const address = '/api/accounts/reviews'

/** The six-monthly review of accounts and rights: what is due, what was decided, and the sign-off. */
export default function ReviewsScreen() {
  const list = useApi<ReviewList>(address)
  const [chosen, setChosen] = useState<string>()
  const start = useCommand((_: undefined, act) => api.post(address, undefined, act), { refresh: [address] })
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const { reviews, nextDueAt, overdue } = list.data
  const running = reviews.find((review) => !review.closedAt)
  const shown = reviews.find((review) => review.id === chosen) ?? running
  return (
    <Page
      head={
        <PageHead
          title={t('identity.reviews.title')}
          note={t('identity.reviews.next', { time: formatDay(nextDueAt) })}
        >
          {overdue && <Chip tone="warn">{t('identity.reviews.overdue')}</Chip>}
          {!running && can('users.reviewAll') && (
            <Button kind="primary" icon="plus" busy={start.busy} onClick={() => start.run(undefined)}>
              {t('identity.reviews.start')}
            </Button>
          )}
        </PageHead>
      }
    >
      <Stack gap={16}>
        {start.error && <Alert level="warning" title={start.error.title} />}
        <Panel title={t('identity.reviews.all')} count={reviews.length}>
          {reviews.length === 0 && <Empty>{t('identity.reviews.none')}</Empty>}
          {reviews.map((review) => (
            <Row
              key={review.id}
              icon="checklist"
              title={formatDateTime(review.startedAt)}
              detail={t('identity.reviews.counts', countsOf(review))}
              aside={<State review={review} />}
              selected={shown?.id === review.id}
              onOpen={() => setChosen(review.id)}
            />
          ))}
        </Panel>
        {shown && <ReviewItems key={shown.id} review={shown} />}
        {can('users.reviewAll') && <EmergencyPanel />}
      </Stack>
    </Page>
  )
}

const countsOf = ({ accounts, kept, changed, ended }: Review) => ({ accounts, kept, changed, ended })

function State({ review }: { readonly review: Review }) {
  if (review.closedAt)
    return (
      <Inline>
        <Chip tone="ok">{t('identity.reviews.signed', { time: formatDateTime(review.closedAt) })}</Chip>
        <span className="lo-num lo-dense lo-ink3">{review.hash?.slice(0, 12)}</span>
      </Inline>
    )
  return (
    <Chip {...(review.overdue ? { tone: 'warn' } : {})}>
      {t('identity.reviews.due', { time: formatDateTime(review.dueAt) })}
    </Chip>
  )
}
