import {
  Chip,
  type Column,
  can,
  Empty,
  Failure,
  formatDateTime,
  LinkTo,
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
import type { Alarm, Notice, Part, StatusView } from '../contract.ts'

const tones = { green: 'ok', amber: 'warn', red: 'crit' } as const

/** How every part of the installation stands, and what the IT officer has to do. */
export default function StatusScreen() {
  const view = useApi<StatusView>('/api/status', undefined, { refreshSeconds: 10, background: true })
  return (
    <Page
      head={
        <PageHead title={t('operations.title')}>
          <LinkTo to="/status/settings">{t('operations.settings.link')}</LinkTo>
          {view.data && <Chip tone={tones[view.data.level]}>{t(`operations.level.${view.data.level}`)}</Chip>}
        </PageHead>
      }
    >
      {view.isPending ? (
        <Loading rows={8} />
      ) : view.isError ? (
        <Failure error={view.error} retry={view.refetch} />
      ) : (
        <Stack>
          <Parts parts={view.data.parts} />
          <Alarms alarms={view.data.alarms} channels={view.data.channels} />
        </Stack>
      )}
    </Page>
  )
}

/** `job signing.payDebts` is one of many jobs: the first word names its kind. */
const titleOf = ({ area, part, details }: Pick<Part, 'area' | 'part' | 'details'>) =>
  `${t(`operations.area.${area}`)}: ${t(`operations.part.${area}.${part.split(' ')[0]}`, details)}`

function Parts({ parts }: { readonly parts: StatusView['parts'] }) {
  const columns: readonly Column<Part>[] = [
    { key: 'part', head: t('operations.column.part'), width: 260, onPhone: 'main', cell: titleOf },
    {
      key: 'level',
      head: t('operations.column.level'),
      width: 140,
      onPhone: 'aside',
      cell: (one) => <Chip tone={tones[one.level]}>{t(`operations.level.${one.level}`)}</Chip>,
    },
    {
      key: 'todo',
      head: t('operations.column.todo'),
      onPhone: 'line',
      cell: (one) => t(`operations.finding.${one.area}.${one.code}`, one.details),
    },
  ]
  return (
    <Panel title={t('operations.parts')} count={parts.length}>
      <Table<Part>
        label={t('operations.parts')}
        columns={columns}
        rows={parts}
        rowKey={(one) => `${one.area} ${one.part}`}
        rowTone={(one) => (one.level === 'red' ? 'crit' : undefined)}
      />
    </Panel>
  )
}

const incidentOf = (one: Alarm) =>
  `/incidents?from=${encodeURIComponent(`alarm:${one.id}`)}&about=${encodeURIComponent(titleOf(one))}`

const toldOf = ({ channel, kind, state, at, fault }: Notice) =>
  [
    t(`operations.told.${channel}.${kind}.${state}`, { at: at ? formatDateTime(at) : '' }),
    ...(fault ? [`(${fault})`] : []),
  ].join(' ')

function Alarms({ alarms, channels }: Pick<StatusView, 'alarms' | 'channels'>) {
  const columns: readonly Column<Alarm>[] = [
    {
      key: 'began',
      head: t('operations.column.began'),
      width: 160,
      onPhone: 'aside',
      cell: (one) => <Num>{formatDateTime(one.beganAt)}</Num>,
    },
    {
      key: 'ended',
      head: t('operations.column.ended'),
      width: 160,
      hideOn: 'phone',
      cell: (one) =>
        one.endedAt ? (
          <Num>{formatDateTime(one.endedAt)}</Num>
        ) : (
          <Chip tone="crit">{t('operations.alarm.open')}</Chip>
        ),
    },
    { key: 'part', head: t('operations.column.part'), width: 240, onPhone: 'main', cell: titleOf },
    {
      key: 'what',
      head: t('operations.column.what'),
      onPhone: 'line',
      cell: (one) => t(`operations.finding.${one.area}.${one.code}`, one.details),
    },
    {
      key: 'told',
      head: t('operations.column.told'),
      hideOn: 'tablet',
      cell: (one) => one.notices.map(toldOf).join('; '),
    },
    ...(can('incidents.report')
      ? [
          {
            key: 'incident',
            head: '',
            width: 130,
            onPhone: 'line' as const,
            cell: (one: Alarm) => <LinkTo to={incidentOf(one)}>{t('incidents.fromAlarm')}</LinkTo>,
          },
        ]
      : []),
  ]
  const note = channels.length > 0 ? channels.map((one) => t(`operations.channel.${one}`)).join(', ') : undefined
  return (
    <Panel
      title={t('operations.alarms')}
      note={note ? t('operations.alarms.told', { channels: note }) : t('operations.alarms.nobody')}
    >
      <Table<Alarm>
        label={t('operations.alarms')}
        columns={columns}
        rows={alarms}
        rowKey={(one) => one.id}
        rowTone={(one) => (one.endedAt ? undefined : 'crit')}
        empty={<Empty>{t('operations.alarms.none')}</Empty>}
      />
    </Panel>
  )
}
