import { present } from '#kernel/present.ts'
import { type Drug, readDrugCatalogue } from '#modules/terminology/index.ts'
import { barcodeDrug, lotExpiry } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import type { ScannedDrug } from './domain/five-rights.ts'
import { readScan, type Scan } from './domain/read-scan.ts'
import { medicineErrors } from './errors.ts'

export async function atcOf(ctx: Context): Promise<(drugCode: string) => string | undefined> {
  const { drugs } = await readDrugCatalogue(ctx)
  return (code) => drugs.get(code)?.atc
}

const drugCodeOf = async (ctx: Context, scan: Scan): Promise<string | undefined> => {
  if (scan.kind === 'band') return undefined
  if (scan.kind === 'own') return scan.drugCode
  return (await barcodeDrug(ctx, scan.kind === 'pack' ? scan.gtin : scan.code))?.drugCode
}

function scannedOf(drug: Drug, lot: string | undefined, expiresOn: string | undefined): ScannedDrug {
  return {
    drugCode: drug.code,
    name: drug.label,
    ingredients: drug.ingredients,
    strength: drug.strength,
    routeCode: drug.route.code,
    ...present({ lot, expiresOn }),
  }
}

/** Which medicine a code on a pack is, with lot and expiry where pack or ward know them. */
export async function scannedDrug(ctx: Context, code: string, department: string): Promise<ScannedDrug> {
  const scan = readScan(code)
  const drugCode = await drugCodeOf(ctx, scan)
  const drug = drugCode === undefined ? undefined : (await readDrugCatalogue(ctx)).drugs.get(drugCode)
  if (!drug) throw medicineErrors.unknownCode({ code: code.slice(0, 60) })
  const lot = scan.kind === 'own' || scan.kind === 'pack' ? scan.lot : undefined
  const printed = scan.kind === 'pack' ? scan.expiresOn : undefined
  const expiresOn = printed ?? (lot ? await lotExpiry(ctx, department, drug.code, lot) : undefined)
  return scannedOf(drug, lot, expiresOn)
}
