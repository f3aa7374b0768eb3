import type { Extension, Reference } from '@medplum/fhirtypes'
import { ext } from './systems.ts'

/** How an order came that the doctor did not enter: said at the bedside, by telephone, or in an emergency. */
export const verbalWays = ['spoken', 'telephone', 'emergency'] as const
export type VerbalWay = (typeof verbalWays)[number]

/** An order given by word: who said it, who heard it and read it back, and until when its doctor signs for it. */
export interface VerbalMark {
  readonly way: VerbalWay
  readonly saidBy: Reference
  readonly heardBy: Reference
  readonly readBack: boolean
  readonly cosignUntil: string
  readonly cosignedBy?: Reference
  readonly cosignedAt?: string
}

/** A change of state of an order. */
export interface OrderEvent {
  readonly state: string
  readonly at: string
  readonly who: Reference
  readonly reason?: string
}

interface Marked {
  readonly extension?: Extension[]
}

const part = (marked: Extension | undefined, url: string) => marked?.extension?.find((one) => one.url === url)

export function verbalOf(resource: Marked): VerbalMark | undefined {
  const mark = resource.extension?.find((one) => one.url === ext.verbal)
  const saidBy = part(mark, 'saidBy')?.valueReference
  const heardBy = part(mark, 'heardBy')?.valueReference
  if (!saidBy || !heardBy) return undefined
  const cosignedBy = part(mark, 'cosignedBy')?.valueReference
  const cosignedAt = part(mark, 'cosignedAt')?.valueDateTime
  return {
    way: verbalWays.find((way) => way === part(mark, 'way')?.valueCode) ?? 'spoken',
    saidBy,
    heardBy,
    readBack: part(mark, 'readBack')?.valueBoolean ?? false,
    cosignUntil: part(mark, 'cosignUntil')?.valueDateTime ?? '',
    ...(cosignedBy ? { cosignedBy } : {}),
    ...(cosignedAt ? { cosignedAt } : {}),
  }
}

export function verbalExtension(mark: VerbalMark): Extension {
  return {
    url: ext.verbal,
    extension: [
      { url: 'way', valueCode: mark.way },
      { url: 'saidBy', valueReference: mark.saidBy as Extension['valueReference'] & object },
      { url: 'heardBy', valueReference: mark.heardBy as Extension['valueReference'] & object },
      { url: 'readBack', valueBoolean: mark.readBack },
      { url: 'cosignUntil', valueDateTime: mark.cosignUntil },
      ...(mark.cosignedBy
        ? [{ url: 'cosignedBy', valueReference: mark.cosignedBy as Extension['valueReference'] & object }]
        : []),
      ...(mark.cosignedAt ? [{ url: 'cosignedAt', valueDateTime: mark.cosignedAt }] : []),
    ],
  }
}

/** The changes of state of an order, in their order. */
export function orderEventsOf(resource: Marked): OrderEvent[] {
  return (resource.extension ?? []).flatMap((one): OrderEvent[] => {
    if (one.url !== ext.orderEvent) return []
    const reason = part(one, 'reason')?.valueString
    return [
      {
        state: part(one, 'state')?.valueCode ?? '',
        at: part(one, 'at')?.valueDateTime ?? '',
        who: part(one, 'who')?.valueReference ?? {},
        ...(reason ? { reason } : {}),
      },
    ]
  })
}

export function eventExtension(event: OrderEvent): Extension {
  return {
    url: ext.orderEvent,
    extension: [
      { url: 'state', valueCode: event.state },
      { url: 'at', valueDateTime: event.at },
      { url: 'who', valueReference: event.who as Extension['valueReference'] & object },
      ...(event.reason ? [{ url: 'reason', valueString: event.reason }] : []),
    ],
  }
}
