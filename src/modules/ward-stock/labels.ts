import bwip from 'bwip-js/node'
import { formatDay } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { lotExpiry } from './barcodes.ts'
import { knownDrug } from './known-drug.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const html = (text: string) => text.replace(/[&<>"]/g, (mark) => escapes[mark] ?? mark)

/** Labels for single doses of a lot, 50 × 25 mm, with the code that is scanned at the bedside. */
export async function lotLabels(
  ctx: Context,
  asked: { readonly place: string; readonly drug: string; readonly lot: string; readonly count?: number },
): Promise<string> {
  const drug = await knownDrug(ctx, asked.drug)
  const expiresOn = await lotExpiry(ctx, asked.place, asked.drug, asked.lot)
  const code = bwip.toSVG({ bcid: 'datamatrix', text: `LOT:${asked.drug}:${asked.lot}`, padding: 1 })
  const label = `<section><div>${code}</div><p><b>${html(drug.name)}</b><br>${html(drug.unit)} · lô ${html(asked.lot)}${
    expiresOn ? `<br>HD ${formatDay(expiresOn)}` : ''
  }</p></section>`
  const count = Math.min(100, Math.max(1, asked.count ?? 1))
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Nhãn thuốc</title><style>
@page { size: 50mm 25mm; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font: 500 2.6mm/1.3 "Be Vietnam Pro", system-ui, sans-serif; color: #000; background: #fff }
section { width: 50mm; height: 25mm; padding: 2mm; break-after: page; display: flex; gap: 2mm; align-items: center }
svg { width: 20mm; height: 20mm }
b { font-size: 3mm }
</style></head><body>${label.repeat(count)}</body></html>`
}
