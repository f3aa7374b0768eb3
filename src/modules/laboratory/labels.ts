import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { labelPage } from './label.ts'
import { loadRequisition } from './load-requisition.ts'
import { patientView } from './patient-view.ts'

const sexes: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ' }

/** The printable labels of all usable tubes of a requisition, in the order they were numbered. */
export async function labels(ctx: Context, requisition: string): Promise<string> {
  const loaded = await loadRequisition(ctx, requisition)
  const patient = patientView(loaded.patient, loaded.work[0]?.patient_id ?? '')
  const { kinds } = loaded.book
  await writeAudit(ctx, {
    action: 'print',
    outcome: 'success',
    patientId: patient.id,
    entities: loaded.tubes.map((tube) => `Specimen/${tube.specimen_id}`),
    detail: { kind: 'specimen-labels' },
  })
  const usable = loaded.tubes
    .filter((tube) => tube.status === 'available' && tube.accession)
    .sort((a, b) => (a.accession ?? '').localeCompare(b.accession ?? ''))
  return labelPage(
    usable.map((tube) => ({
      accession: tube.accession ?? '',
      name: patient.name.toLocaleUpperCase('vi'),
      bornYear: patient.bornOn?.slice(0, 4) ?? '',
      sex: sexes[patient.sex ?? ''] ?? '',
      mrn: patient.mrn,
      tube: tubeName(kinds.get(tube.kind)?.container ?? tube.kind),
      collectedAt: instantInVietnam(tube.collected_at ?? ctx.now()),
    })),
  )
}

/** `Ống EDTA 2 ml, nắp tím` is `EDTA, nắp tím` where there is little room. */
function tubeName(container: string): string {
  return container
    .replace(/^Ống /, '')
    .replace(/ \d[\d,]* ml\b/, '')
    .slice(0, 26)
}
