import type { FormSlot } from '#platform/forms/edition.ts'

/** One place in the block of signatures; empty ones keep the columns in line. */
export interface Place {
  readonly slot: string
  readonly title: string
  readonly note: string
  readonly name: string | null
}

/** People without an account sign the sheet by hand. */
const byHand: ReadonlySet<string> = new Set(['patient', 'witness'])
export const signsByHand = (slot: Pick<FormSlot, 'role'>): boolean => byHand.has(slot.role)

/** Places side by side: one stands on the right, four make two rows of two. */
const columnsFor = (count: number): number => (count === 4 ? 2 : Math.min(Math.max(count, 2), 3))

/** The block of signatures: the places of a form in their order, in rows. */
export function signaturePlaces(
  slots: readonly FormSlot[],
  names: ReadonlyMap<string, string | null>,
): (Place | null)[][] {
  const places = [...slots]
    .sort((a, b) => a.order - b.order)
    .map((slot) => ({
      slot: slot.id,
      title: slot.title.vi,
      note: slot.note ?? (signsByHand(slot) ? '(Ký hoặc xác nhận, ghi rõ họ tên)' : '(Ký số, ghi rõ họ tên)'),
      name: names.get(slot.id) ?? null,
    }))
  const columns = columnsFor(places.length)
  const rows: (Place | null)[][] = []
  for (let at = 0; at < places.length; at += columns) {
    const row = places.slice(at, at + columns)
    rows.push([...Array.from({ length: columns - row.length }, () => null), ...row])
  }
  return rows
}
