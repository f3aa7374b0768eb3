import { formatNumber, formatTime, language, t } from '#web/kit/index.ts'
import type { OrderView, ReasonView } from '../contract.ts'

export const said = (reason: { readonly vi: string; readonly en: string }) =>
  language() === 'vi' ? reason.vi : reason.en

export const optionsOf = (reasons: readonly ReasonView[]) =>
  reasons.map((one) => ({ value: one.code, label: said(one) }))

export const reasonWords = (reasons: readonly ReasonView[], code: string | undefined) => {
  const found = reasons.find((one) => one.code === code)
  return found ? said(found) : (code ?? '')
}

/** `1 viên`, `500 mL`. */
export function amountOf(order: Pick<OrderView, 'dose' | 'doseUnit' | 'unit'>): string {
  if (order.dose === undefined) return ''
  return `${formatNumber(order.dose)} ${order.doseUnit ?? order.unit}`
}

/** Route, rate and rhythm in one line below the name. */
export function howOf(order: OrderView): string {
  const rate = order.rate ? t('medicines.rate', { rate: formatNumber(order.rate) }) : ''
  return [order.route.name, amountOf(order), rate, order.note ?? ''].filter(Boolean).join(' · ')
}

/** Initials as on the paper chart: Lê Thị Nhung is LTN. */
export function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0).toLocaleUpperCase('vi'))
    .join('')
    .slice(-4)
}

export const clock = (iso: string | undefined) => (iso ? formatTime(iso) : '')
