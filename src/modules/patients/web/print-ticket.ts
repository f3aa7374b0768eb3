import { formatDateTime, formatTime, t } from '#web/kit/index.ts'
import type { Ticket } from './visit-desk.ts'

const paper = `
  @page { size: 80mm auto; margin: 4mm; }
  @media screen { #lo-print { display: none } }
  @media print {
    body > *:not(#lo-print) { display: none !important }
    #lo-print { display: block; width: 72mm; color: #000; background: #fff; text-align: center; font: 11pt/1.35 var(--sans); }
    #lo-print b { display: block; font-size: 13pt; margin-top: 2mm }
    #lo-print strong { display: block; font: 700 48pt/1.15 var(--num, var(--sans)); }
    #lo-print small { display: block; font-size: 9pt; margin-top: 2mm; border-top: 1px dashed #000; padding-top: 2mm }
  }`

/** Prints one ticket on 80 mm paper. A page of its own in this document, so that a kiosk browser prints silently. */
export function printTicket(ticket: Ticket): void {
  document.querySelector('#lo-print')?.remove()
  const page = document.createElement('section')
  page.id = 'lo-print'
  const style = document.createElement('style')
  style.textContent = paper
  page.append(
    style,
    line('div', ticket.facility),
    line('b', ticket.room.name),
    line('strong', ticket.number),
    line('b', ticket.patientName.toLocaleUpperCase('vi')),
    line(
      'div',
      [
        t('encounters.ticket.expected', { time: formatTime(ticket.expectedAt) }),
        t('encounters.ticket.ahead', { count: ticket.ahead }),
      ].join(' · '),
    ),
    line('div', ticket.priority ? t(`encounters.priority.${ticket.priority}`) : ''),
    line(
      'small',
      [
        ticket.room.place,
        t('encounters.ticket.record', { number: ticket.recordNumber }),
        formatDateTime(ticket.printedAt),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  )
  document.body.append(page)
  window.print()
}

function line(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  return element
}
