import {
  Chip,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { Disclosures } from '../contract.ts'
import { RequestFacts } from './request-facts.tsx'

const acts: ReadonlySet<string> = new Set(['view', 'read', 'print', 'export'])

/** What a patient is told: who asked for the own records, what they were given, and who has looked. */
export default function MyRecordsScreen() {
  const told = useApi<Disclosures>('/api/my/disclosures')
  return (
    <Page head={<PageHead title={t('requests.mine.title')} />}>
      {told.isPending && <Loading rows={8} />}
      {told.isError && <Failure error={told.error} retry={told.refetch} />}
      {told.data && (
        <Stack>
          <Panel title={t('requests.mine.asked')} count={told.data.requests.length}>
            {told.data.requests.length === 0 && <Empty>{t('requests.mine.none')}</Empty>}
            {told.data.requests.map((one) => (
              <div key={one.id}>
                <Row
                  icon="copy"
                  title={<b>{one.asker}</b>}
                  detail={`${one.kindTitle} · ${t(`requests.want.${one.want}`)} · ${one.purpose}`}
                  aside={<Chip>{t(`requests.state.${one.state}`)}</Chip>}
                />
                <RequestFacts request={one} />
              </div>
            ))}
          </Panel>
          <Panel title={t('requests.mine.seen')} count={told.data.seen.length}>
            {told.data.seen.length === 0 && <Empty>{t('requests.mine.none')}</Empty>}
            {told.data.seen.map((one) => (
              <Row
                key={`${one.at} ${one.who} ${one.action}`}
                lead={<Num>{formatDateTime(one.at)}</Num>}
                icon="eye"
                title={one.who}
                detail={acts.has(one.action) ? t(`audit.action.${one.action}`) : one.action}
              />
            ))}
          </Panel>
        </Stack>
      )}
    </Page>
  )
}
