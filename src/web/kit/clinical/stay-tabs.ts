/** Screens of a stay in the order of the bar, each with what opens it. `to` where the screen is not /stay/:id/<tab>. */
export const stayTabs = [
  { tab: 'overview', permission: 'ward.read' },
  { tab: 'orders', permission: 'orders.read' },
  { tab: 'round', permission: 'rounds.read' },
  { tab: 'medicines', permission: 'medicines.read' },
  { tab: 'observations', permission: 'vitals.read' },
  { tab: 'fluids', permission: 'nursing.read' },
  { tab: 'nursing', permission: 'nursing.read' },
  { tab: 'charts', permission: 'vitals.read' },
  { tab: 'consultations', permission: 'rounds.read' },
  { tab: 'papers', permission: 'documents.read', to: '/encounters/:id/documents' },
] as const satisfies readonly { readonly tab: StayTab; readonly permission: string; readonly to?: string }[]

export type StayTab =
  | 'overview'
  | 'round'
  | 'orders'
  | 'medicines'
  | 'observations'
  | 'fluids'
  | 'nursing'
  | 'charts'
  | 'consultations'
  | 'papers'

interface Entry {
  readonly tab: StayTab
  readonly to?: string
}

export const addressOf = (entry: Entry, encounterId: string): string =>
  (entry.to ?? `/stay/:id/${entry.tab}`).replace(':id', encounterId)
