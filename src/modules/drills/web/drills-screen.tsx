import { useState } from 'react'
import {
  Chip,
  type Column,
  Columns,
  Empty,
  Failure,
  formatDateTime,
  LinkTo,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Row,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { DrillList, DrillView } from '../contract.ts'
import { DrillPanel } from './drill-panel.tsx'
import { verdictTones } from './verdict-tones.ts'

/** Which drills there were, how far each is, and how people did. */
export default function DrillsScreen() {
  const list = useApi<DrillList>('/api/drills')
  const [selected, select] = useState<string | undefined>(undefined)
  const drill = list.data?.drills.find(({ id }) => id === selected)
  return (
    <Page
      head={
        <PageHead title={t('drills.title')}>
          <LinkTo to="/incidents">{t('incidents.title')}</LinkTo>
        </PageHead>
      }
    >
      {list.isPending && <Loading rows={4} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && (
        <Columns
          sideWidth={400}
          main={
            <Panel label={t('drills.title')}>
              <Table<DrillView>
                label={t('drills.title')}
                columns={columns()}
                rows={list.data.drills}
                rowKey={({ id }) => id}
                selectedKey={selected}
                onSelect={({ id }) => select(id)}
                empty={<Empty>{t(list.data.demo ? 'drills.none' : 'drills.notDemo')}</Empty>}
              />
            </Panel>
          }
          side={
            drill ? (
              <DrillPanel drill={drill} demo={list.data.demo} />
            ) : (
              <Panel>
                <Row icon="shield" title={t('drills.choose')} />
              </Panel>
            )
          }
        />
      )}
    </Page>
  )
}

const columns = (): readonly Column<DrillView>[] => [
  {
    key: 'at',
    head: t('drills.column.at'),
    width: 150,
    onPhone: 'line',
    cell: ({ at }) => <Num>{formatDateTime(at)}</Num>,
  },
  { key: 'what', head: t('drills.column.what'), onPhone: 'main', cell: ({ title }) => <b>{title}</b> },
  { key: 'by', head: t('drills.column.by'), hideOn: 'tablet', cell: ({ by }) => by },
  {
    key: 'stage',
    head: t('drills.column.stage'),
    width: 190,
    onPhone: 'line',
    cell: ({ stage }) => t(`drills.stage.${stage}`),
  },
  {
    key: 'points',
    head: t('drills.column.points'),
    width: 130,
    onPhone: 'aside',
    cell: ({ grade }) =>
      grade && (
        <Chip
          tone={verdictTones[grade.verdict]}
        >{`${grade.points} · ${t(`drills.verdict.${grade.verdict}`)}`}</Chip>
      ),
  },
]
