/**
 * Ten digits: 0, two digits of the year, a running number of seven. It can never look like a personal number
 * (twelve digits) and, beginning 02, never like a mobile telephone.
 */
export function formatMrn(year: number, running: number): string {
  return `0${String(year).slice(-2)}${String(running).padStart(7, '0')}`
}
