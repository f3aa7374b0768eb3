import { useState } from 'react'
import {
  Button,
  Chip,
  Choice,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatMrn,
  formatTime,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Stack,
  Table,
  t,
  useApi,
  useLive,
} from '#web/kit/index.ts'
import type { OpeningView } from '../contract.ts'
import { VerdictDialog } from './verdict-dialog.tsx'
import { WaitingRefusals } from './waiting-refusals.tsx'

const shows = ['waiting', 'all'] as const

/** Emergency accesses and invitations: who opened what and why, and what a second person found about it. */
export default function ReviewsScreen() {
  const [show, setShow] = useState<(typeof shows)[number]>('waiting')
  const [judged, judge] = useState<OpeningView | undefined>(undefined)
  const found = useApi<readonly OpeningView[]>('/api/access/reviews', { show }, { keepPrevious: true })
  useLive(['AuditEvent'], ['/api/access/reviews'])
  return (
    <Page head={<PageHead title={t('access.reviews.title')} />}>
      <Stack>
        <WaitingRefusals />
        <Choice
          label={t('access.reviews.show')}
          value={show}
          onChange={setShow}
          options={shows.map((value) => ({ value, label: t(`access.reviews.show.${value}`) }))}
        />
        {found.isPending && <Loading rows={6} />}
        {found.isError && <Failure error={found.error} retry={found.refetch} />}
        {found.data && (
          <Panel label={t('access.reviews.title')}>
            <Table<OpeningView>
              label={t('access.reviews.title')}
              columns={columns(judge)}
              rows={found.data}
              rowKey={({ id }) => id}
              rowTone={({ verdict }) => (verdict ? undefined : 'warn')}
              empty={<Empty>{t('access.reviews.none')}</Empty>}
            />
          </Panel>
        )}
      </Stack>
      {judged && <VerdictDialog opening={judged} onClose={() => judge(undefined)} />}
    </Page>
  )
}

const columns = (judge: (one: OpeningView) => void): readonly Column<OpeningView>[] => [
  {
    key: 'when',
    head: t('access.reviews.column.when'),
    width: 150,
    onPhone: 'aside',
    cell: (one) => (
      <>
        <Num>{formatDateTime(one.since)}</Num>
        {one.kind !== 'label' && (
          <div className="lo-dense lo-ink3">
            {t('access.reviews.until', { time: formatTime(one.endedAt ?? one.until) })}
          </div>
        )}
      </>
    ),
  },
  { key: 'who', head: t('access.reviews.column.who'), onPhone: 'main', cell: (one) => <b>{one.who}</b> },
  {
    key: 'patient',
    head: t('access.reviews.column.patient'),
    onPhone: 'line',
    cell: (one) => (
      <>
        {one.patientName} <Num>{formatMrn(one.mrn)}</Num>
      </>
    ),
  },
  {
    key: 'kind',
    head: t('access.reviews.column.kind'),
    width: 130,
    onPhone: 'line',
    cell: ({ kind }) => t(`access.reviews.kind.${kind}`),
  },
  {
    key: 'reason',
    head: t('access.reviews.column.reason'),
    width: '30%',
    onPhone: 'line',
    cell: (one) => one.reason,
  },
  {
    key: 'rules',
    head: t('access.reviews.column.rules'),
    hideOn: 'tablet',
    onPhone: 'line',
    cell: (one) => <span className="lo-dense lo-ink2">{one.rules.join('; ')}</span>,
  },
  {
    key: 'verdict',
    head: t('access.reviews.column.verdict'),
    width: 190,
    onPhone: 'line',
    cell: (one) =>
      one.verdict ? (
        <>
          <Chip tone={one.verdict === 'justified' ? 'ok' : 'crit'}>
            {t(`access.reviews.verdict.${one.verdict}`)}
          </Chip>
          <div className="lo-dense lo-ink3">{`${one.verdictBy ?? ''}: ${one.verdictNote ?? ''}`}</div>
        </>
      ) : one.own ? (
        <Chip>{t('access.reviews.other')}</Chip>
      ) : (
        <Button size="sm" onClick={() => judge(one)}>
          {t('access.reviews.review')}
        </Button>
      ),
  },
]
