import { Failure, Loading, Page, PageHead, t, useApi, useListed, useLive, useSearchParam } from '#web/kit/index.ts'
import type { MineView } from '../contract.ts'
import { MeetingTable } from './meeting-table.tsx'

const tabs = ['invited', 'coming', 'asked', 'toWrite', 'late'] as const

/** Meetings that wait for me: to answer, to come, to write; what I asked for, and what is late. */
export default function ListScreen() {
  const [chosen, choose] = useSearchParam('view')
  const list = useApi<MineView>('/api/consultations', {}, { refreshSeconds: 60 })
  useLive(['Task', 'ServiceRequest'], ['/api/consultations'])
  const tab =
    tabs.find((one) => one === chosen) ?? tabs.find((one) => (list.data?.[one].length ?? 0) > 0) ?? 'invited'
  const rows = list.data?.[tab] ?? []
  useListed(rows.map(({ id }) => `/consultations/${id}`))
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  return (
    <Page
      head={
        <PageHead
          title={t('consultations.title')}
          tabs={tabs.map((value) => ({
            value,
            label: t(`consultations.tab.${value}`),
            count: list.data[value].length,
            ...(value === 'late' && list.data.late.length > 0 ? { tone: 'hot' as const } : {}),
          }))}
          tab={tab}
          onTab={choose}
        />
      }
    >
      <MeetingTable
        label={t(`consultations.tab.${tab}`)}
        rows={rows}
        empty={t(`consultations.empty.${tab}`)}
        withPatient
      />
    </Page>
  )
}
