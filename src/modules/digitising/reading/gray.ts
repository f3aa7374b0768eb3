/** A page in one byte for each picture element, row by row; 255 is white. */
export interface GrayPage {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
}

export const turns = [0, 90, 180, 270] as const
export type Turn = (typeof turns)[number]

/** The page turned clockwise. */
export function turned(page: GrayPage, by: Turn): GrayPage {
  const { width, height, bytes } = page
  if (by === 0) return page
  if (by === 180) return { width, height, bytes: Uint8Array.from(bytes).reverse() }
  const across = new Uint8Array(bytes.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = by === 90 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y
      across[to] = bytes[y * width + x] ?? 255
    }
  return { width: height, height: width, bytes: across }
}

/** Colours with alpha on white, as grey (ITU-R BT.601). */
export function grayOf(width: number, height: number, rgba: Uint8ClampedArray): GrayPage {
  const bytes = new Uint8Array(width * height)
  for (let i = 0; i < bytes.length; i++) {
    const at = i * 4
    const [r = 255, g = 255, b = 255] = [rgba[at], rgba[at + 1], rgba[at + 2]]
    bytes[i] = (r * 299 + g * 587 + b * 114) / 1000
  }
  return { width, height, bytes }
}

/** Much darker than the paper around it. */
const ink = 70
/** Dust and the edge of the lid are no writing. */
const leastInk = 0.0006

/** Whether hardly anything stands on the page; its margins, where scanners leave shadows, do not count. */
export function isBlank({ width, height, bytes }: GrayPage): boolean {
  const counts = new Uint32Array(256)
  const [left, top] = [Math.floor(width * 0.03), Math.floor(height * 0.03)]
  for (let y = top; y < height - top; y++)
    for (let x = left; x < width - left; x++) {
      const value = bytes[y * width + x] ?? 255
      counts[value] = (counts[value] ?? 0) + 1
    }
  const all = counts.reduce((sum, one) => sum + one, 0)
  let [paper, met] = [0, 0]
  while (paper < 255 && met < all / 2) met += counts[paper++] ?? 0
  const dark = counts.subarray(0, Math.max(0, paper - ink)).reduce((sum, one) => sum + one, 0)
  return dark < all * leastInk
}

/** As a portable graymap, the plainest format there is. */
export const graymap = ({ width, height, bytes }: GrayPage): Uint8Array =>
  Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`, 'latin1'), bytes])
