import { type RenderOptions, toSVG } from 'bwip-js/node'

/** A QR code as SVG, drawn as one path: it prints sharp at any size. Error correction M. */
export function qrSvg(text: string): string {
  // `eclevel` is an option of the QR encoder that the type does not name.
  const options: RenderOptions & { eclevel: string } = { bcid: 'qrcode', text, eclevel: 'M', padding: 0 }
  return toSVG(options)
}

/** A Code 128 bar code as SVG, for a hand scanner. */
export function barcodeSvg(text: string): string {
  return toSVG({ bcid: 'code128', text, height: 8, includetext: false, padding: 0 })
}
