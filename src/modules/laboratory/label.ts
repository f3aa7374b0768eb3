import bwip from 'bwip-js/node'
import { formatDay } from '#kernel/civil-date.ts'

/** What stands on the label of one tube. */
export interface Label {
  readonly accession: string
  readonly name: string
  readonly bornYear: string
  readonly sex: string
  readonly mrn: string
  readonly tube: string
  readonly collectedAt: string
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const html = (text: string) => text.replace(/[&<>"']/g, (mark) => escapes[mark] ?? mark)

const labelMm = 50
/** Light space at both ends, in modules. @see ISO/IEC 15417:2007, 4.3.2.2 */
const quietModules = 10
/** Widths of a module that a label printer of 203 dots per inch prints evenly: 3 or 2 dots of 0.125 mm. */
const moduleMm = [0.375, 0.25] as const

/** How wide the bars are on paper, so that they and their quiet zones fit on the label. */
export function barcodeSize(text: string): { readonly bars: number; readonly quiet: number } {
  const [drawn] = bwip.raw({ bcid: 'code128', text })
  const modules = drawn && 'sbs' in drawn ? drawn.sbs.reduce((sum, width) => sum + width, 0) : 0
  const fitting = moduleMm.find((mm) => (modules + 2 * quietModules) * mm <= labelMm) ?? 0.25
  return { bars: modules * fitting, quiet: quietModules * fitting }
}

/** Code 128 as SVG, its bars and spaces whole dots wide. @see ISO/IEC 15417:2007 */
export function barcode(text: string): string {
  const { bars } = barcodeSize(text)
  const svg = bwip.toSVG({ bcid: 'code128', text, height: 7, paddingwidth: 0 })
  return svg.replace('<svg ', `<svg preserveAspectRatio="none" width="${bars}mm" `)
}

/** A page of labels, 50 × 25 mm each, that prints as it looks. Two identifiers of the patient are on every tube. */
export function labelPage(labels: readonly Label[]): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Nhãn ống mẫu</title><style>
@page { size: 50mm 25mm; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font: 500 2.4mm/1.2 "Be Vietnam Pro", system-ui, sans-serif; color: #000; background: #fff }
section { width: 50mm; height: 25mm; padding: 1mm 2mm; break-after: page; overflow: hidden; display: grid; grid-template: auto auto 1fr auto auto / minmax(0, 1fr) }
section:last-child { break-after: auto }
b { font-size: 2.8mm; font-weight: 700; line-height: 1.25 }
p { display: flex; justify-content: space-between; gap: 1mm; white-space: nowrap }
div { display: flex; justify-content: center; margin: 0 -2mm }
svg { flex: none; height: 6mm }
.n { font-variant-numeric: tabular-nums }
@media screen { body { padding: 4mm; display: flex; flex-wrap: wrap; gap: 4mm; background: #efece5 } section { background: #fff } section { outline: 0.2mm solid #999; border-radius: 1mm } }
</style></head><body>${labels.map(labelHtml).join('')}</body></html>`
}

function labelHtml(label: Label): string {
  const [day, time] = [formatDay(label.collectedAt), label.collectedAt.slice(11, 16)]
  return `<section><b>${html(label.name)}</b>
<p><span>${html(label.bornYear)} · ${html(label.sex)}</span><span class="n">${html(label.mrn)}</span></p>
<div>${barcode(label.accession)}</div>
<p><span class="n">${html(label.accession)}</span><span class="n">${html(day.slice(0, 5))} ${html(time)}</span></p>
<p><span>${html(label.tube)}</span></p></section>`
}
