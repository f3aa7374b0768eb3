import { useState } from 'react'
import {
  Alert,
  Button,
  Chip,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  formatNumber,
  Loading,
  Num,
  Panel,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { ChainVerdict, GrowthDay, HeadsPage, HeadView } from '../contract.ts'
import { Verdict } from './verdict.tsx'

/** How the ledger stands, how it grew, and its signed heads. */
export function HeadsTab() {
  const page = useApi<HeadsPage>('/api/ledger/heads')
  const growth = useApi<{ days: readonly GrowthDay[] }>('/api/ledger/growth')
  if (page.isPending) return <Loading rows={10} />
  if (page.isError) return <Failure error={page.error} retry={page.refetch} />
  return (
    <Stack>
      <Standing page={page.data} />
      <Panel title={t('ledger.heads')} count={page.data.heads.length}>
        <Table<HeadView>
          label={t('ledger.heads')}
          columns={headColumns(page.data.heads)}
          rows={page.data.heads}
          rowKey={(one) => String(one.size)}
          rowTone={(one) => (one.faults.length > 0 ? 'crit' : undefined)}
          empty={<Empty>{t('ledger.noHeads')}</Empty>}
        />
      </Panel>
      <Growth days={growth.data?.days ?? []} />
    </Stack>
  )
}

/** In words, with the check of the whole chain behind one button. */
function Standing({ page }: { readonly page: HeadsPage }) {
  const [last] = page.heads
  const [asked, ask] = useState(false)
  const check = useApi<ChainVerdict>(asked ? '/api/ledger/heads/check' : undefined)
  const since = page.size - (last?.size ?? 0)
  return (
    <Panel
      pad
      title={t('ledger.standing')}
      actions={
        <Button
          icon="shield"
          busy={check.isFetching}
          disabledBecause={last ? undefined : t('ledger.noHeads')}
          onClick={() => (asked ? void check.refetch() : ask(true))}
        >
          {t('ledger.check')}
        </Button>
      }
    >
      <Stack>
        <p style={{ maxWidth: '72ch' }}>
          {t('ledger.standing.size', { size: formatNumber(page.size) })}{' '}
          {last &&
            t('ledger.standing.signed', {
              size: formatNumber(last.size),
              time: formatDateTime(last.at),
              signer: last.signer,
            })}{' '}
          {last && t('ledger.standing.since', { count: since, minutes: page.minutes })}
        </p>
        {!page.canSign && <Alert level="warning" title={t('ledger.standing.noSeal')} />}
        {check.isError && <Failure error={check.error} retry={check.refetch} />}
        <Checked verdict={check.data} />
      </Stack>
    </Panel>
  )
}

function Checked({ verdict }: { readonly verdict: ChainVerdict | undefined }) {
  if (!verdict) return null
  const { heads, entries, broken } = verdict
  if (broken.length === 0)
    return (
      <Verdict
        ok
        title={t('ledger.check.whole', { heads: formatNumber(heads), entries: formatNumber(entries) })}
      />
    )
  return (
    <Verdict ok={false} title={t('ledger.check.broken', { count: broken.length })}>
      <ul>
        {broken.map((one) => (
          <li key={`${one.size} ${one.fault}`}>
            {t('ledger.check.brokenAt', { size: formatNumber(one.size), fault: faultText(one.fault) })}
          </li>
        ))}
      </ul>
    </Verdict>
  )
}

const faultText = (fault: string) =>
  fault === 'inconsistent' ? t('ledger.check.inconsistent') : t(`signing.verify.fault.${fault}`)

const figure = (value: number) => <Num>{formatNumber(value)}</Num>

function headColumns(heads: readonly HeadView[]): readonly Column<HeadView>[] {
  const before = new Map(heads.map((one, at) => [one.size, heads[at + 1]?.size]))
  return [
    {
      key: 'at',
      head: t('ledger.column.at'),
      width: 150,
      onPhone: 'main',
      cell: (one) => <Num>{formatDateTime(one.at)}</Num>,
    },
    {
      key: 'size',
      head: t('ledger.column.size'),
      width: 110,
      align: 'right',
      onPhone: 'line',
      cell: (one) => t('ledger.entries', { count: formatNumber(one.size) }),
    },
    {
      key: 'grown',
      head: t('ledger.column.grown'),
      width: 90,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => {
        const last = before.get(one.size)
        return last === undefined ? '' : `+${formatNumber(one.size - last)}`
      },
    },
    {
      key: 'reason',
      head: t('ledger.column.reason'),
      width: 130,
      hideOn: 'phone',
      cell: (one) => t(`ledger.reason.${one.reason}`),
    },
    {
      key: 'root',
      head: t('ledger.column.root'),
      hideOn: 'tablet',
      cell: (one) => (
        <span className="lo-num lo-dense" title={one.root}>
          {one.root.slice(0, 32)}…
        </span>
      ),
    },
    {
      key: 'stamp',
      head: t('ledger.column.stamp'),
      width: 150,
      hideOn: 'tablet',
      cell: (one) => (
        <>
          <Num>{formatDateTime(one.stampedAt)}</Num> <span className="lo-muted">{one.level}</span>
        </>
      ),
    },
    {
      key: 'verdict',
      head: t('ledger.column.verdict'),
      width: 170,
      onPhone: 'aside',
      cell: (one) =>
        one.faults.length === 0 ? (
          <Chip tone="ok" icon="seal">
            {t('ledger.head.whole')}
          </Chip>
        ) : (
          <Chip tone="crit" icon="sealBroken">
            {one.faults.map(faultText).join(', ')}
          </Chip>
        ),
    },
  ]
}

function Growth({ days }: { readonly days: readonly GrowthDay[] }) {
  const most = Math.max(1, ...days.map((one) => one.grown))
  const columns: readonly Column<GrowthDay>[] = [
    {
      key: 'day',
      head: t('ledger.column.day'),
      width: 110,
      onPhone: 'main',
      cell: (one) => <Num>{formatDay(one.day)}</Num>,
    },
    {
      key: 'grown',
      head: t('ledger.column.came'),
      width: 110,
      align: 'right',
      onPhone: 'aside',
      cell: (one) => figure(one.grown),
    },
    {
      key: 'bar',
      head: '',
      hideOn: 'phone',
      cell: (one) => (
        <span className="lo-progress-bar" aria-hidden="true" style={{ display: 'block', width: '100%' }}>
          <i style={{ width: `${(one.grown / most) * 100}%` }} />
        </span>
      ),
    },
    {
      key: 'size',
      head: t('ledger.column.evening'),
      width: 130,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => figure(one.size),
    },
    {
      key: 'heads',
      head: t('ledger.column.heads'),
      width: 110,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => figure(one.heads),
    },
  ]
  return (
    <Panel title={t('ledger.growth')} note={t('ledger.growth.note')}>
      <Table<GrowthDay>
        label={t('ledger.growth')}
        columns={columns}
        rows={days}
        rowKey={(one) => one.day}
        empty={<Empty>{t('ledger.noHeads')}</Empty>}
      />
    </Panel>
  )
}
