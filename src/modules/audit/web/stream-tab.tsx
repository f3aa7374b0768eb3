import {
  Alert,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  Loading,
  Panel,
  Stack,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { StreamState } from '../contract.ts'

/** Delivery of the journal to a security operations centre: what was read there, what waits, what is wrong. */
export function StreamTab() {
  const state = useApi<StreamState>('/api/audit/stream')
  if (state.isPending) return <Loading rows={4} />
  if (state.isError) return <Failure error={state.error} retry={state.refetch} />
  const { target, targets } = state.data
  return (
    <Stack>
      {target === undefined && <Empty>{t('audit.stream.none')}</Empty>}
      {targets.map((one) => (
        <Panel key={one.target} title={one.target} pad>
          <Stack>
            {one.failure && (
              <Alert
                level="warning"
                title={t('audit.stream.failing', { at: formatDateTime(one.failedSince ?? ''), why: one.failure })}
              />
            )}
            <p>
              {t('audit.stream.counts', {
                delivered: formatNumber(one.delivered),
                waiting: formatNumber(one.waiting),
                begun: formatDateTime(one.begunAt),
              })}
            </p>
            {one.deliveredAt && <p>{t('audit.stream.last', { at: formatDateTime(one.deliveredAt) })}</p>}
          </Stack>
        </Panel>
      ))}
    </Stack>
  )
}
