import { LinkButton, Page, PageHead, t, useSearchParam } from '#web/kit/index.ts'
import { CompareTab } from './compare-tab.tsx'
import { HeadsTab } from './heads-tab.tsx'
import { ProveTab } from './prove-tab.tsx'

const tabs = { heads: HeadsTab, prove: ProveTab, compare: CompareTab } as const
type Tab = keyof typeof tabs
const names = Object.keys(tabs) as readonly Tab[]

/** The ledger for those who check the hospital: how it stands, the proof of one entry, a head that someone kept. */
export default function LedgerScreen() {
  const [chosen, choose] = useSearchParam('tab')
  const tab = names.find((one) => one === chosen) ?? 'heads'
  const Shown = tabs[tab]
  return (
    <Page
      head={
        <PageHead
          title={t('ledger.title')}
          tabs={names.map((value) => ({ value, label: t(`ledger.tab.${value}`) }))}
          tab={tab}
          onTab={(value) => choose(value === 'heads' ? undefined : value)}
        >
          {tab === 'heads' && (
            <LinkButton href="/api/ledger/heads/export" icon="download" download>
              {t('ledger.export')}
            </LinkButton>
          )}
        </PageHead>
      }
    >
      <Shown />
    </Page>
  )
}
