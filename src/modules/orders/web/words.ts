import { type IconName, t } from '#web/kit/index.ts'
import { scheduleText } from '../domain/schedule-text.ts'
import type { PadLine } from './use-pad.ts'

const icons: Readonly<Record<string, IconName>> = {
  laboratory: 'flask',
  imaging: 'lungs',
  'function-test': 'activity',
  procedure: 'care',
  consultation: 'users',
  diet: 'heart',
  nursing: 'checklist',
  blood: 'droplet',
  drug: 'pill',
  infusion: 'droplet',
}

export const kindIcon = (kind: string): IconName => icons[kind] ?? 'list'

const figure = (value: number) => String(value).replace('.', ',')

/** What a line asks for, in one line. */
export function lineDetail(one: PadLine): string {
  const { line } = one
  const urgent = line.urgent ? [t('orders.urgent')] : []
  if (line.kind !== 'drug')
    return [
      t(`orders.kind.${one.kind}`),
      line.everyHours ? t('orders.everyHours', { count: line.everyHours }) : '',
      line.note,
      ...urgent,
    ]
      .filter(Boolean)
      .join(' · ')
  const unit = line.rateMlPerHour === undefined ? (line.doseUnit ?? one.unit ?? '') : 'mL'
  return [
    [one.routeName, figure(line.dose), unit].filter(Boolean).join(' '),
    line.rateMlPerHour === undefined ? '' : `${figure(line.rateMlPerHour)} mL/h`,
    scheduleText(structuredClone(line.schedule)),
    line.days === undefined ? '' : t('orders.forDays', { count: line.days }),
    line.note,
    ...urgent,
  ]
    .filter(Boolean)
    .join(' · ')
}
