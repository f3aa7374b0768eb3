import { writeFileSync } from 'node:fs'
import bwip from 'bwip-js/node'

const width = 640
const height = 480
const black = 16
const white = 235

/** Of a symbol of squares its modules, of one of bars their widths, bar and gap in turns. */
type Drawn =
  | { readonly pixs: readonly number[]; readonly pixx: number; readonly pixy: number }
  | { readonly sbs: readonly number[] }

/** Whether a module of a code is dark, in a picture of its own size. */
function darkAt(code: Drawn): {
  readonly columns: number
  readonly rows: number
  dark(x: number, y: number): boolean
} {
  if ('pixs' in code) {
    const { pixs, pixx, pixy } = code
    return { columns: pixx, rows: pixy, dark: (x, y) => pixs[y * pixx + x] === 1 }
  }
  const bars = code.sbs.flatMap((wide, at) => Array.from({ length: wide }, () => at % 2 === 0))
  return { columns: bars.length, rows: Math.round(bars.length / 3), dark: (x) => bars[x] ?? false }
}

/** A picture of one code in the middle of a white sheet, as a camera gives it (planar YUV). */
function frame(code: Drawn): Buffer {
  const { columns, rows, dark } = darkAt(code)
  const scale = Math.floor(Math.min((width * 0.8) / columns, (height * 0.8) / rows))
  const [left, top] = [Math.round((width - columns * scale) / 2), Math.round((height - rows * scale) / 2)]
  const light = Buffer.alloc(width * height, white)
  for (let y = 0; y < rows * scale; y += 1)
    for (let x = 0; x < columns * scale; x += 1)
      if (dark(Math.floor(x / scale), Math.floor(y / scale))) light[(top + y) * width + left + x] = black
  return Buffer.concat([light, Buffer.alloc((width * height) / 2, 128)])
}

/** A film of a code held before a camera, for Chromium's camera that is a file; it is opened anew with every look. */
export function filmOf(path: string, code: { readonly bcid: string; readonly text: string }): void {
  const [drawn] = bwip.raw(code) as readonly Drawn[]
  if (!drawn) throw new RangeError(`nothing is drawn of ${code.text}`)
  const one = Buffer.concat([Buffer.from('FRAME\n'), frame(drawn)])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(path, Buffer.concat([head, one, one, one, one]))
}
