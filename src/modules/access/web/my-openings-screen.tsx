import {
  Chip,
  Empty,
  Failure,
  formatDateTime,
  formatTime,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { OpeningView } from '../contract.ts'
import { MyRefusals } from './my-refusals.tsx'
import { WhyPanel } from './why-panel.tsx'

/** What a patient is told: who was let into the own records besides those who treat, why, and what was found about it. */
export default function MyOpeningsScreen() {
  const told = useApi<readonly OpeningView[]>('/api/access/of-mine')
  return (
    <Page head={<PageHead title={t('access.mine.title')} />}>
      {told.isPending && <Loading rows={4} />}
      {told.isError && <Failure error={told.error} retry={told.refetch} />}
      {told.data && (
        <Panel title={t('access.mine.title')} count={told.data.length}>
          {told.data.length === 0 && <Empty>{t('access.mine.none')}</Empty>}
          {told.data.map((one) => (
            <Row
              key={one.id}
              icon="unlock"
              title={<b>{one.who}</b>}
              detail={`${t(`access.mine.${one.kind}`)} · ${formatDateTime(one.since)} – ${formatTime(one.endedAt ?? one.until)} · ${one.reason}`}
              aside={one.verdict && <Chip>{t(`access.reviews.verdict.${one.verdict}`)}</Chip>}
            />
          ))}
        </Panel>
      )}
      <MyRefusals />
      <WhyPanel />
    </Page>
  )
}
