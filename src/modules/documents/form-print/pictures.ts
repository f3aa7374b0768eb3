import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { drawingSvg } from '#kernel/drawing/index.ts'
import { answerText } from './answers.ts'
import type { Block, Picture } from './blocks.ts'
import { numbered } from './labels.ts'

const attachments = (rows: readonly QuestionnaireResponseItem[]) =>
  rows.flatMap((one) => one.answer ?? []).flatMap((one) => one.valueAttachment ?? [])

/** A clinical drawing as its picture; the empty plan where nothing was drawn. */
export function drawingBlock(
  item: QuestionnaireItem,
  kind: string,
  rows: readonly QuestionnaireResponseItem[],
): Block {
  const picture = attachments(rows.flatMap((one) => one.item ?? [])).find(
    (one) => one.contentType === 'image/svg+xml' && one.data,
  )
  const svg = picture?.data ? Buffer.from(picture.data, 'base64').toString('utf8') : drawingSvg(kind, undefined)
  return { kind: 'pictures', pictures: [{ label: numbered(item) || null, svg }] }
}

const photos = new Set(['image/png', 'image/jpeg'])

/** A photograph inside a drawing, which is how the typesetter takes pictures from data. */
const framed = (type: string, base64: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300"><image width="400" height="300" href="data:${type};base64,${base64}"/></svg>`

const captionOf = (label: string | null, title: string | undefined): string | null =>
  [label, title?.trim()].filter(Boolean).join(': ') || null

/** Pictures that were attached, each with its title; other files by their title. */
export function photoBlocks(item: QuestionnaireItem, rows: readonly QuestionnaireResponseItem[]): Block[] {
  const label = numbered(item) || null
  const shown = attachments(rows).flatMap(({ contentType = '', data, title }): Block[] =>
    photos.has(contentType) && data && /^[\w+/=]+$/.test(data)
      ? [{ kind: 'pictures', pictures: [{ label: captionOf(label, title), svg: framed(contentType, data) }] }]
      : [],
  )
  if (shown.length > 0) return shown
  const titles = rows.flatMap((one) => one.answer ?? []).map(answerText)
  const text = titles.filter((one) => one !== undefined).join('; ') || null
  return [{ kind: 'long', label: label ?? '', text, lines: 1, bold: false }]
}

/** Wider than this, a picture has its line for itself. */
const widest = 1.6

function isWide({ svg }: Picture): boolean {
  const [, width, height] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
  return Number(width) / Number(height) > widest
}

/** Pictures that follow each other stand in pairs. */
export function sideBySide(blocks: readonly Block[]): Block[] {
  const found: Block[] = []
  for (const block of blocks) {
    const before = found.at(-1)
    if (block.kind !== 'pictures' || before?.kind !== 'pictures') found.push(block)
    else if (before.pictures.length > 1 || [...before.pictures, ...block.pictures].some(isWide)) found.push(block)
    else found[found.length - 1] = { kind: 'pictures', pictures: [...before.pictures, ...block.pictures] }
  }
  return found
}
