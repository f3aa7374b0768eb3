import { Page, PageHead, t, useSearchParam } from '#web/kit/index.ts'
import { JournalTab } from './journal-tab.tsx'
import { KeepingTab, RemovedNote } from './keeping-tab.tsx'
import { PatientTab } from './patient-tab.tsx'
import { PersonTab } from './person-tab.tsx'
import { StreamTab } from './stream-tab.tsx'
import { UnusualTab } from './unusual-tab.tsx'

const tabs = {
  journal: JournalTab,
  patient: PatientTab,
  person: PersonTab,
  unusual: UnusualTab,
  stream: StreamTab,
  keeping: KeepingTab,
} as const
type Tab = keyof typeof tabs
const names = Object.keys(tabs) as readonly Tab[]

/** Who has seen and changed what: every event, one patient, one person, and what is unusual. */
export default function AuditScreen() {
  const [chosen, choose] = useSearchParam('tab')
  const tab = names.find((one) => one === chosen) ?? 'journal'
  const Shown = tabs[tab]
  return (
    <Page
      head={
        <PageHead
          title={t('audit.title')}
          note={t('audit.note')}
          tabs={names.map((value) => ({ value, label: t(`audit.tab.${value}`) }))}
          tab={tab}
          onTab={(value) => choose(value === 'journal' ? undefined : value)}
        />
      }
    >
      {tab !== 'keeping' && <RemovedNote />}
      <Shown />
    </Page>
  )
}
