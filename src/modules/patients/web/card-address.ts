import { fold } from '#kernel/fold.ts'
import { api } from '#web/kit/index.ts'
import type { AddressForm } from '../contract.ts'

interface Ward {
  readonly code: string
  readonly name: string
  readonly province: { readonly code: string; readonly name: string }
}

interface Wards {
  readonly items: readonly Ward[]
  readonly former: readonly { readonly name: string; readonly likely?: Ward }[]
}

export interface FoundWard extends Ward {
  /** The name of before 2025-07-01 that was typed. */
  readonly formerName?: string
}

/** Wards that exist since 2025-07-01; names from before lead to the ward they are likely in now. */
export async function searchWards(text: string, signal?: AbortSignal): Promise<readonly FoundWard[]> {
  const { items, former } = await api.get<Wards>(
    '/api/catalogue/wards',
    { q: text, limit: 12 },
    signal ? { signal } : {},
  )
  const old = former.flatMap((one) => (one.likely ? [{ ...one.likely, formerName: one.name }] : []))
  return [...items, ...old].filter((ward, at, all) => all.findIndex((other) => other.code === ward.code) === at)
}

/** Unit words that a card may leave out: `Ba Đình` for `Phường Ba Đình`. */
const bare = (name: string) => fold(name).replace(/^(phuong|xa|dac khu|tinh|thanh pho|tp) /, '')

/** The one line of a card as house, ward and province where exactly one ward fits; else it stays one line. */
export async function structureAddress(text: string): Promise<AddressForm> {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  const province = parts.at(-1)
  const ward = parts.at(-2)
  if (!province || !ward) return { line: text }
  const found = await searchWards(`${ward} ${province}`).catch(() => [])
  const fits = found.filter(
    (one) => !one.formerName && bare(one.name) === bare(ward) && bare(one.province.name) === bare(province),
  )
  const [only] = fits
  if (!only || fits.length > 1) return { line: text }
  return { ...wardFields(only), ...(parts.length > 2 ? { line: parts.slice(0, -2).join(', ') } : {}) }
}

export function wardFields(ward: Ward): AddressForm {
  return { wardCode: ward.code, ward: ward.name, provinceCode: ward.province.code, province: ward.province.name }
}
