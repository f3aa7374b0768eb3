import type { Encounter, Organization, Patient } from '@medplum/fhirtypes'
import bwip from 'bwip-js/node'
import { formatDay } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { findResource, readResource } from '#store/read.ts'
import { bandCode } from './domain/read-scan.ts'
import { mrnOf, nameOf, stayOf } from './stay-facts.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const html = (text: string) => text.replace(/[&<>"]/g, (mark) => escapes[mark] ?? mark)
const sexes: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ' }

function codes(encounterId: string, mrn: string | undefined): string {
  const qr = bwip.toSVG({ bcid: 'qrcode', text: bandCode(encounterId, mrn) })
  const bars = mrn === undefined ? '' : bwip.toSVG({ bcid: 'code128', text: mrn, height: 8, paddingwidth: 10 })
  return `<i class="q">${qr}</i><p>{}</p><i class="b">${bars}</i>`
}

/**
 * The wristband of a stay: name, sex, birth, number, department, QR of the stay and bars of the patient number. A strip of
 * 250 × 25 mm for a band printer, which also prints on plain paper to be cut.
 */
export async function wristband(ctx: Context, encounterId: string): Promise<string> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const stay = stayOf(encounter)
  const [patient, department] = await Promise.all([
    findResource<Patient>(ctx, 'Patient', stay.patientId),
    findResource<Organization>(ctx, 'Organization', stay.department),
  ])
  const mrn = mrnOf(patient)
  await writeAudit(ctx, {
    action: 'print',
    outcome: 'success',
    patientId: stay.patientId,
    entities: [`Encounter/${encounterId}`],
    detail: { kind: 'wristband' },
  })
  const facts = [sexes[patient?.gender ?? ''] ?? '', formatDay(patient?.birthDate ?? ''), mrn ?? '']
  const words = `<b>${html(nameOf(patient).toLocaleUpperCase('vi'))}</b><br>${facts
    .filter(Boolean)
    .map(html)
    .join(' · ')}<br>${html(department?.name ?? '')}`
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Vòng tay</title><style>
@page { size: 250mm 25mm; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font: 500 3mm/1.35 "Be Vietnam Pro", system-ui, sans-serif; color: #000; background: #fff }
section { width: 250mm; height: 25mm; padding: 2mm 8mm; display: flex; gap: 5mm; align-items: center }
b { font-size: 4mm } i { flex: none } p { min-width: 70mm; font-variant-numeric: tabular-nums }
.q svg { width: 20mm; height: 20mm; display: block } .b svg { height: 12mm; display: block }
@media screen { body { padding: 4mm; background: #efece5 } section { background: #fff; border-radius: 2mm } }
</style></head><body><section>${codes(encounterId, mrn).replace('{}', words)}</section></body></html>`
}
