import { useState } from 'react'
import {
  Button,
  Chip,
  type Column,
  can,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  formatMrn,
  Inline,
  LinkTo,
  Loading,
  Num,
  Panel,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { Unusual, UnusualPage } from '../contract.ts'
import { usePeriod } from './period.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { Who } from './who.tsx'

/** Accesses that somebody should ask about, those not looked into yet first. */
export function UnusualTab() {
  const period = usePeriod()
  const [asked, ask] = useState<Unusual | undefined>(undefined)
  const mayJudge = can('audit.review')
  const found = useApi<UnusualPage>('/api/audit/unusual', period.query, { keepPrevious: true })
  return (
    <Stack>
      <Inline wrap>
        {period.fields}
        <span className="lo-ink2">
          {t('audit.unusual.why')}
          {found.data?.upTo && ` ${t('audit.unusual.upTo', { at: formatDateTime(found.data.upTo) })}.`}
        </span>
      </Inline>
      {found.isPending && <Loading rows={8} />}
      {found.isError && <Failure error={found.error} retry={found.refetch} />}
      {found.data && (
        <Panel label={t('audit.tab.unusual')}>
          <Table<Unusual>
            label={t('audit.tab.unusual')}
            columns={columns(mayJudge ? ask : undefined)}
            rows={found.data.rows}
            rowKey={keyOf}
            rowTone={(one) => (one.review ? undefined : 'warn')}
            empty={<Empty>{t('audit.unusual.empty')}</Empty>}
          />
        </Panel>
      )}
      {asked && <ReviewDialog access={asked} onClose={() => ask(undefined)} />}
    </Stack>
  )
}

const keyOf = ({ rule, actor, patient, day }: Unusual) => `${rule} ${actor} ${patient} ${day}`

const columns = (onJudge: ((one: Unusual) => void) | undefined): readonly Column<Unusual>[] => [
  {
    key: 'day',
    head: t('audit.unusual.day'),
    width: 110,
    onPhone: 'aside',
    cell: (one) => <Num>{formatDay(one.day)}</Num>,
  },
  {
    key: 'rule',
    head: t('audit.unusual.rule'),
    onPhone: 'line',
    cell: (one) => <Chip tone="warn">{one.title}</Chip>,
  },
  { key: 'who', head: t('audit.column.who'), onPhone: 'main', cell: (one) => <Who who={one.who} /> },
  { key: 'whose', head: t('audit.column.patient'), onPhone: 'line', cell: (one) => <Whose one={one} /> },
  {
    key: 'times',
    head: t('audit.unusual.amount'),
    align: 'right',
    width: 90,
    hideOn: 'phone',
    cell: (one) => <Num>{one.times}</Num>,
  },
  {
    key: 'review',
    head: t('audit.unusual.verdict'),
    onPhone: 'line',
    cell: (one) => <Verdict one={one} onJudge={onJudge} />,
  },
]

function Whose({ one }: { readonly one: Unusual }) {
  if (one.patient)
    return (
      <div>
        {one.patientName || one.patient}
        <div className="lo-dense lo-ink2">
          <Num>{formatMrn(one.mrn || undefined)}</Num>
        </div>
      </div>
    )
  return (
    <div>
      {t('audit.unusual.patients', { count: one.patients })}
      {one.usual !== undefined && (
        <div className="lo-dense lo-ink2">{t('audit.unusual.usual', { count: Math.round(one.usual) })}</div>
      )}
    </div>
  )
}

interface VerdictProps {
  readonly one: Unusual
  readonly onJudge: ((one: Unusual) => void) | undefined
}

function Verdict({ one, onJudge }: VerdictProps) {
  if (one.review)
    return (
      <div>
        {t(`audit.unusual.verdict.${one.review.verdict}`)}
        <div className="lo-dense lo-ink2">{`${one.review.note} · ${one.review.by}`}</div>
      </div>
    )
  if (!onJudge) return null
  if (one.own) return <Chip>{t('audit.unusual.other')}</Chip>
  return (
    <Inline wrap>
      <Button size="sm" onClick={() => onJudge(one)}>
        {t('audit.unusual.review')}
      </Button>
      {can('incidents.report') && <LinkTo to={incidentOf(one)}>{t('incidents.fromAlarm')}</LinkTo>}
    </Inline>
  )
}

function incidentOf({ rule, title, actor, day, who }: Unusual): string {
  const ref = encodeURIComponent(`unusual:${rule} ${day} ${actor}`)
  return `/incidents?from=${ref}&about=${encodeURIComponent(`${title}: ${who.name}, ${formatDay(day)}`)}`
}
