import { toSVG } from 'bwip-js/node'

/** A QR code as SVG, drawn as one path: it prints sharp at any size. Error correction M. */
export function qrSvg(text: string): string {
  return toSVG({ bcid: 'qrcode', text, eclevel: 'M', padding: 0 })
}

/** A Code 128 bar code as SVG, for a hand scanner. */
export function barcodeSvg(text: string): string {
  return toSVG({ bcid: 'code128', text, height: 8, includetext: false, padding: 0 })
}
