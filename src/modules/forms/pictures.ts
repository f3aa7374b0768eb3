import { extensionOf, Filling, type Form, keyFrom, readKey, sdcUrl } from '#fhir/sdc/index.ts'
import { drawingSvg } from '#kernel/drawing/index.ts'
import type { Response } from './fill.ts'

/** Clinical drawings with their pictures made anew from their data; a picture that was sent is never trusted. */
export function withPictures(form: Form, response: Response): Response {
  const kinds = new Map(
    [...form.byLinkId.values()].flatMap(({ linkId, raw }) => {
      const kind = extensionOf(raw, sdcUrl.drawing)?.valueCode
      return kind === undefined ? [] : [[linkId, kind] as const]
    }),
  )
  if (kinds.size === 0) return response
  const filling = new Filling(form, response, {}, { frozen: true })
  for (const key of filling.keys()) {
    const { linkId, rows } = readKey(key)
    const kind = kinds.get(linkId)
    if (kind === undefined) continue
    const data = filling.answers(keyFrom(`${linkId}.data`, rows))[0]?.valueString
    filling.set(keyFrom(`${linkId}.picture`, rows), data ? [{ valueAttachment: pictureOf(kind, data) }] : [])
  }
  return filling.response() as Response
}

function pictureOf(kind: string, data: string) {
  return { contentType: 'image/svg+xml', data: Buffer.from(drawingSvg(kind, data)).toString('base64') }
}
