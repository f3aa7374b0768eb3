/** Two-digit numbers of ISO 3950 (FDI): quadrant, then place from the middle. */
const row = (left: number, right: number, count: number): readonly string[] => [
  ...Array.from({ length: count }, (_, at) => `${left}${count - at}`),
  ...Array.from({ length: count }, (_, at) => `${right}${at + 1}`),
]

/** As they are looked at: the patient's right on the left. */
export const toothRows = {
  permanentUpper: row(1, 2, 8),
  deciduousUpper: row(5, 6, 5),
  deciduousLower: row(8, 7, 5),
  permanentLower: row(4, 3, 8),
} as const

export const teeth: readonly string[] = Object.values(toothRows).flat()

export function isDeciduous(tooth: string): boolean {
  return Number(tooth[0]) >= 5
}
/** Quadrants 1, 2, 5 and 6 are the upper jaw. */
export function isUpper(tooth: string): boolean {
  return [1, 2, 5, 6].includes(Number(tooth[0]))
}
/** Quadrants 1, 4, 5 and 8 are the patient's right. */
export function isRightSide(tooth: string): boolean {
  return [1, 4, 5, 8].includes(Number(tooth[0]))
}

export type ToothShape = 'incisor' | 'canine' | 'premolar' | 'molar'

export function toothShape(tooth: string): ToothShape {
  const place = Number(tooth[1])
  if (place <= 2) return 'incisor'
  if (place === 3) return 'canine'
  return place <= 5 && !isDeciduous(tooth) ? 'premolar' : 'molar'
}

/** mesial, distal, buccal or labial, lingual or palatal, occlusal or incisal */
export const surfaces = ['M', 'D', 'B', 'L', 'O'] as const
export type Surface = (typeof surfaces)[number]
