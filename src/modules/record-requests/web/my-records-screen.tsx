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

const known: ReadonlySet<string> = new Set([
  'create',
  'update',
  'view',
  'read',
  'search',
  'sign',
  'print',
  'export',
])

function actText({ action, times }: Disclosures['seen'][number]['acts'][number]): string {
  return `${known.has(action) ? t(`audit.action.${action}`) : action} ${times}`
}

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
                key={one.actor}
                lead={<Num>{formatDateTime(one.last)}</Num>}
                icon="eye"
                title={one.name}
                detail={one.acts.map(actText).join(', ')}
              />
            ))}
          </Panel>
        </Stack>
      )}
    </Page>
  )
}
