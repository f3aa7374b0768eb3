import { useState } from 'react'
import { Failure, Loading, Page, PageHead, SelectField, t, useApi, useSearchParam } from '#web/kit/index.ts'
import { BookPanel } from './book-panel.tsx'
import { HeldPanel } from './held-panel.tsx'
import { NeedsPanel } from './needs-panel.tsx'
import { RequisitionPanel } from './requisition-panel.tsx'
import './ward-stock.css'

interface Wards {
  readonly department: string
  readonly departments: readonly { readonly id: string; readonly name: string }[]
}

const tabs = ['held', 'needs', 'requisitions', 'book'] as const
type Tab = (typeof tabs)[number]

/** The stock of a ward: what is there, what tomorrow needs, papers to the pharmacy, the book of a medicine. */
export default function StockScreen() {
  const [asked, setAsked] = useSearchParam('department')
  const [drug, setDrug] = useState<string | undefined>(undefined)
  const [tab, setTab] = useState<Tab>('held')
  const wards = useApi<Wards>('/api/ward/medicines', asked ? { department: asked } : {}, { keepPrevious: true })
  if (wards.isPending) return <Loading rows={8} />
  if (wards.isError) return <Failure error={wards.error} retry={wards.refetch} />
  const place = wards.data.department
  return (
    <Page
      head={
        <PageHead
          title={t('wardStock.title')}
          tabs={tabs.map((value) => ({ value, label: t(`wardStock.tab.${value}`) }))}
          tab={tab}
          onTab={(value) => setTab(tabs.find((one) => one === value) ?? 'held')}
        >
          <SelectField
            label={t('wardStock.department')}
            hideLabel
            value={place}
            onChange={setAsked}
            options={wards.data.departments.map((one) => ({ value: one.id, label: one.name }))}
          />
        </PageHead>
      }
    >
      {tab === 'held' && (
        <HeldPanel
          place={place}
          onBook={(code) => {
            setDrug(code)
            setTab('book')
          }}
        />
      )}
      {tab === 'needs' && <NeedsPanel place={place} onAsked={() => setTab('requisitions')} />}
      {tab === 'requisitions' && <RequisitionPanel place={place} />}
      {tab === 'book' && <BookPanel place={place} drug={drug} onDrug={setDrug} />}
    </Page>
  )
}
