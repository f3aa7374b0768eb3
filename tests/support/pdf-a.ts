import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PdfDocument } from '#platform/pdf/document.ts'
import type { PdfDict } from '#platform/pdf/objects.ts'

let qpdf: boolean | undefined

/** Whether qpdf is installed here. */
export function hasQpdf(): boolean {
  qpdf ??= !spawnSync('qpdf', ['--version']).error
  return qpdf
}

function structureFaults(pdf: Buffer): string[] {
  if (!hasQpdf()) return []
  const folder = mkdtempSync(join(tmpdir(), 'lanong-pdf-'))
  try {
    writeFileSync(join(folder, 'one.pdf'), pdf)
    const ran = spawnSync('qpdf', ['--check', join(folder, 'one.pdf')], { encoding: 'utf8' })
    return ran.status === 0 ? [] : [`qpdf: ${ran.stdout}${ran.stderr}`]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fontFaults(document: PdfDocument, font: PdfDict): string[] {
  const base = document.name(font, 'BaseFont') ?? '?'
  const inner = document.items(font.entries.get('DescendantFonts'))[0]
  const described = document.entry(inner ? document.dict(inner) : font, 'FontDescriptor')
  const file =
    described?.kind === 'dict' && ['FontFile', 'FontFile2', 'FontFile3'].some((key) => described.entries.has(key))
  const faults = file ? [] : [`font ${base} is not embedded (6.2.11.4)`]
  return font.entries.has('ToUnicode') ? faults : [...faults, `font ${base} has no ToUnicode (6.2.11.7)`]
}

function fontsOf(document: PdfDocument): PdfDict[] {
  return [...document.places.keys()].flatMap((number) => {
    const value = document.object(number)
    const isFont = value.kind === 'dict' && document.name(value, 'Type') === 'Font'
    return isFont && !document.name(value, 'Subtype')?.startsWith('CIDFont') ? [value] : []
  })
}

/**
 * What of PDF/A-3b (ISO 19005-3) is broken, as far as it is checked here: veraPDF is not to be had. qpdf looks at the
 * structure; these checks at identification, output intent, fonts, forbidden actions and scripts, attached files.
 */
export function pdfaFaults(pdf: Buffer): string[] {
  const document = new PdfDocument(pdf)
  const { catalog, trailer } = document
  const faults = [...structureFaults(pdf)]
  const metadata = document.entry(catalog, 'Metadata')
  const xmp = metadata?.kind === 'stream' ? document.decoded(metadata).toString('utf8') : ''
  if (!/pdfaid:part>3</.test(xmp) || !/pdfaid:conformance>[AB]</.test(xmp))
    faults.push('not identified as PDF/A-3 (6.6.4)')
  if (metadata?.kind === 'stream' && metadata.dict.entries.has('Filter'))
    faults.push('metadata is filtered (6.6.2.1)')
  if (!trailer.entries.has('ID')) faults.push('no file identifier (6.1.3)')
  if (trailer.entries.has('Encrypt')) faults.push('encrypted (6.1.3)')
  const intent = document.items(catalog.entries.get('OutputIntents'))[0]
  if (!intent || !document.dict(intent).entries.has('DestOutputProfile')) faults.push('no output profile (6.2.3)')
  for (const key of ['OpenAction', 'AA']) if (catalog.entries.has(key)) faults.push(`action ${key} (6.5.1)`)
  if (/\/(JavaScript|Launch|EmbeddedFDF)\b/.test(pdf.toString('latin1'))) faults.push('forbidden action (6.5.1)')
  const attached = document.items(catalog.entries.get('AF'))
  if (attached.some((one) => !document.dict(one).entries.has('AFRelationship')))
    faults.push('attachment without relation (6.8)')
  for (const font of fontsOf(document)) faults.push(...fontFaults(document, font))
  return faults
}
