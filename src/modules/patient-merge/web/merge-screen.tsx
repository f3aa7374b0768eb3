import './merge.css'
import { Page, PageHead, t, useSearchParam } from '#web/kit/index.ts'
import { MergeDesk } from './merge-desk.tsx'
import { MergesPanel } from './merges-panel.tsx'

/** The record office merges two entries of one person, and takes a merge back. */
export default function MergeScreen() {
  const [chosen, choose] = useSearchParam('tab')
  const tab = chosen === 'done' ? 'done' : 'new'
  return (
    <Page
      head={
        <PageHead
          title={t('patientMerge.title')}
          tabs={(['new', 'done'] as const).map((value) => ({ value, label: t(`patientMerge.tab.${value}`) }))}
          tab={tab}
          onTab={(value) => choose(value === 'new' ? undefined : value)}
        />
      }
    >
      {tab === 'new' ? <MergeDesk onDone={() => choose('done')} /> : <MergesPanel />}
    </Page>
  )
}
