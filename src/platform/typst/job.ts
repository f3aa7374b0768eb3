/** One document to make. The same job gives the same bytes, always. */
export interface RenderJob {
  /** Template below the folder of the forms: `15-BV1/2024-01-01/print.typ`. */
  readonly template: string
  /** JSON that the template reads as `data`. It stays text: nothing in it is run. */
  readonly data: unknown
  /** Time written into the file as its creation, whole seconds. */
  readonly at: Date
  /** PDF/A-3 carries attachments; PDF/A-2 does not. Level b: the look is kept for ever (ISO 19005). */
  readonly standard: 'a-2b' | 'a-3b'
  /** Carries its structure for screen readers. */
  readonly tagged?: boolean
}

/** A file whose every page gets a page of `mark` drawn over it; the template reads how many as `data.pages`. */
export interface StampJob {
  readonly pdf: Uint8Array
  readonly mark: RenderJob
}

/** Files bound behind a front, which reads the pages of each part as `data.parts`; see `bindPdf`. */
export interface BindJob {
  readonly front: RenderJob
  readonly frontTitle: string
  readonly parts: readonly { readonly title: string; readonly pdf: Uint8Array }[]
  readonly mark: RenderJob
}

/** A place that the template marked for a signature; points from the top left corner of the page. */
export interface Mark {
  readonly slot: string
  readonly page: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Rendered {
  readonly pdf: Buffer
  readonly marks: readonly Mark[]
}

export type Task =
  | { readonly kind: 'render'; readonly job: RenderJob }
  | { readonly kind: 'stamp'; readonly job: StampJob }
  | { readonly kind: 'bind'; readonly job: BindJob }

/** Messages between the server and the child that renders. */
export interface RenderRequest {
  readonly id: number
  readonly task: Task
}

export type RenderAnswer =
  | { readonly id: number; readonly pdf: Uint8Array; readonly marks: readonly Mark[] }
  | { readonly id: number; readonly fault: string }
