/** Every kind of clinical drawing. A form names one of them in its `urn:lanong:ext:drawing` extension. */
export const drawingKinds = [
  'sketch',
  'eye-front',
  'eye-front-right',
  'eye-front-left',
  'eye-lids',
  'eye-lids-right',
  'eye-lids-left',
  'eye-gaze',
  'eye-muscles',
  'fundus',
  'fundus-right',
  'fundus-left',
  'ent',
  'ear-right',
  'ear-left',
  'nose-front',
  'nose-back',
  'throat',
  'larynx',
  'neck-right',
  'neck-left',
  'face-front',
  'face-right',
  'face-left',
  'jaw-upper',
  'jaw-lower',
  'cleft',
  'body',
  'burn-body',
  'hand',
  'foot',
  'spine',
  'teeth',
  'fetal-lie',
  'partograph',
  'growth',
] as const

export type DrawingKind = (typeof drawingKinds)[number]

export function isDrawingKind(kind: string): kind is DrawingKind {
  return (drawingKinds as readonly string[]).includes(kind)
}

/** A text in both languages; the stored picture is Vietnamese, as the paper is. */
export interface Words {
  readonly vi: string
  readonly en: string
}
export type DrawingLanguage = keyof Words
