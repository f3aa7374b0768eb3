import {
  Chip,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  LinkButton,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { BackupView, DrillRow } from '../contract.ts'

type Finding = BackupView['findings'][number]

const tones = { green: 'ok', amber: 'warn', red: 'crit' } as const

function LevelChip({ level }: { readonly level: Finding['level'] }) {
  return <Chip tone={tones[level]}>{t(`backups.level.${level}`)}</Chip>
}

/** How the backup stands, and what the IT officer has to do. */
export default function BackupsScreen() {
  const view = useApi<BackupView>('/api/backups', undefined, { refreshSeconds: 10, background: true })
  return (
    <Page head={<PageHead title={t('backups.title')} />}>
      {view.isPending ? (
        <Loading rows={8} />
      ) : view.isError ? (
        <Failure error={view.error} retry={view.refetch} />
      ) : (
        <Stack>
          <Standing view={view.data} />
          <Bases view={view.data} />
          <Drills drills={view.data.drills} />
        </Stack>
      )}
    </Page>
  )
}

function Standing({ view }: { readonly view: BackupView }) {
  const columns: readonly Column<Finding>[] = [
    {
      key: 'part',
      head: t('backups.column.part'),
      width: 150,
      onPhone: 'main',
      cell: (one) => t(`operations.part.backups.${one.part}`),
    },
    {
      key: 'level',
      head: t('backups.column.level'),
      width: 130,
      onPhone: 'aside',
      cell: (one) => <LevelChip level={one.level} />,
    },
    {
      key: 'todo',
      head: t('backups.column.todo'),
      onPhone: 'line',
      cell: (one) => t(`operations.finding.backups.${one.code}`, one.details),
    },
  ]
  return (
    <Panel
      title={t('backups.standing')}
      note={view.underWay ? t(`backups.underWay.${view.underWay}`) : t('backups.standing.note')}
    >
      <Table<Finding>
        label={t('backups.standing')}
        columns={columns}
        rows={view.findings}
        rowKey={(one) => one.part}
        rowTone={(one) => (one.level === 'red' ? 'crit' : undefined)}
      />
    </Panel>
  )
}

type Base = BackupView['bases'][number]

const megabytes = (bytes: number) => t('backups.megabytes', { mb: formatNumber(Math.round(bytes / 2 ** 20)) })
const seconds = (value: number | undefined) =>
  value === undefined ? '' : t('backups.seconds', { seconds: formatNumber(Math.round(value * 10) / 10) })

function Bases({ view }: { readonly view: BackupView }) {
  const columns: readonly Column<Base>[] = [
    {
      key: 'at',
      head: t('backups.column.at'),
      width: 160,
      onPhone: 'main',
      cell: (one) => <Num>{formatDateTime(one.endedAt)}</Num>,
    },
    {
      key: 'kind',
      head: t('backups.column.kind'),
      width: 140,
      onPhone: 'aside',
      cell: (one) => t(`backups.kind.${one.kind}`),
    },
    {
      key: 'size',
      head: t('backups.column.size'),
      width: 110,
      align: 'right',
      onPhone: 'line',
      cell: (one) => <Num>{megabytes(one.bytes)}</Num>,
    },
    {
      key: 'added',
      head: t('backups.column.added'),
      width: 110,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => <Num>{megabytes(one.addedBytes)}</Num>,
    },
    {
      key: 'documents',
      head: t('backups.column.documents'),
      width: 110,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => <Num>{formatNumber(one.documents)}</Num>,
    },
    {
      key: 'took',
      head: t('backups.column.took'),
      width: 110,
      align: 'right',
      hideOn: 'tablet',
      cell: (one) => <Num>{seconds(one.seconds)}</Num>,
    },
    { key: 'base', head: t('backups.column.base'), hideOn: 'tablet', cell: (one) => <Num>{one.id}</Num> },
  ]
  return (
    <Panel title={t('backups.bases')} count={view.bases.length}>
      <Table<Base>
        label={t('backups.bases')}
        columns={columns}
        rows={view.bases}
        rowKey={(one) => one.id}
        empty={<Empty>{t('backups.noBases')}</Empty>}
      />
    </Panel>
  )
}

function Drills({ drills }: { readonly drills: readonly DrillRow[] }) {
  const columns: readonly Column<DrillRow>[] = [
    {
      key: 'at',
      head: t('backups.column.at'),
      width: 160,
      onPhone: 'main',
      cell: (one) => <Num>{formatDateTime(one.at)}</Num>,
    },
    {
      key: 'copy',
      head: t('backups.column.copy'),
      width: 140,
      hideOn: 'phone',
      cell: (one) => t(`operations.part.backups.${one.copy}`),
    },
    {
      key: 'result',
      head: t('backups.column.result'),
      width: 120,
      onPhone: 'aside',
      cell: (one) => (
        <Chip tone={one.ok ? 'ok' : 'crit'}>{t(one.ok ? 'backups.drill.ok' : 'backups.drill.failed')}</Chip>
      ),
    },
    {
      key: 'rpo',
      head: t('backups.column.rpo'),
      width: 100,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => <Num>{seconds(one.minutes.rpoSeconds)}</Num>,
    },
    {
      key: 'rto',
      head: t('backups.column.rto'),
      width: 100,
      align: 'right',
      hideOn: 'phone',
      cell: (one) => <Num>{seconds(one.minutes.rtoSeconds)}</Num>,
    },
    {
      key: 'minutes',
      head: t('backups.column.minutes'),
      onPhone: 'line',
      cell: (one) =>
        one.sealed ? (
          <LinkButton href={`/api/backups/drills/${one.id}/minutes`} icon="seal">
            {t('backups.minutes.open')}
          </LinkButton>
        ) : (
          t('backups.minutes.unsealed')
        ),
    },
  ]
  return (
    <Panel title={t('backups.drills')} count={drills.length}>
      <Table<DrillRow>
        label={t('backups.drills')}
        columns={columns}
        rows={drills}
        rowKey={(one) => one.id}
        rowTone={(one) => (one.ok ? undefined : 'crit')}
        empty={<Empty>{t('backups.noDrills')}</Empty>}
      />
    </Panel>
  )
}
