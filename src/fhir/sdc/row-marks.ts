import type { Extension, QuestionnaireResponseItem, Reference } from '@medplum/fhirtypes'
import { extensionOf, extensionsOf, sdcUrl } from './extensions.ts'
import type { FormItem } from './types.ts'

/** Who acted on a row, and when. */
export interface RowAct {
  readonly by: Reference
  readonly at: string
}

/** What a row of a sheet whose rows are signed says about itself, beside its answers. */
export interface RowMarks {
  readonly author: Reference | undefined
  readonly signed:
    | (RowAct & {
        /** SHA-256 (hex) of what was signed. */
        readonly hash: string
        /** Reference of the Provenance that holds the signature. */
        readonly evidence: string
        /** It tells of a time before that of a row that was signed earlier. */
        readonly late: boolean
      })
    | undefined
  /** Struck through: it counts no more and stays readable. */
  readonly struck: (RowAct & { readonly reason: string }) | undefined
  /** Id of the row that this one puts right, and why. */
  readonly corrects: { readonly row: string; readonly reason: string } | undefined
}

type Marked = Pick<QuestionnaireResponseItem, 'extension'>

const partOf = (one: Extension | undefined, url: string) => one?.extension?.find((part) => part.url === url)

const actOf = (one: Extension): RowAct => ({
  by: partOf(one, 'by')?.valueReference ?? {},
  at: partOf(one, 'at')?.valueDateTime ?? '',
})

export function rowMarks(row: Marked): RowMarks {
  const [signed, struck, corrects] = [sdcUrl.rowSigned, sdcUrl.rowStruck, sdcUrl.rowCorrects].map((url) =>
    extensionOf(row, url),
  )
  return {
    author: extensionOf(row, sdcUrl.rowAuthor)?.valueReference,
    signed: signed && {
      ...actOf(signed),
      hash: partOf(signed, 'hash')?.valueString ?? '',
      evidence: partOf(signed, 'evidence')?.valueReference?.reference ?? '',
      late: partOf(signed, 'late')?.valueBoolean === true,
    },
    struck: struck && { ...actOf(struck), reason: partOf(struck, 'reason')?.valueString ?? '' },
    corrects: corrects && {
      row: partOf(corrects, 'row')?.valueString ?? '',
      reason: partOf(corrects, 'reason')?.valueString ?? '',
    },
  }
}

const actParts = ({ by, at }: RowAct): Extension[] => [
  { url: 'by', valueReference: by },
  { url: 'at', valueDateTime: at },
]

/** The extensions that say marks. */
export function markExtensions({ author, signed, struck, corrects }: Partial<RowMarks>): Extension[] {
  return [
    ...(author ? [{ url: sdcUrl.rowAuthor, valueReference: author }] : []),
    ...(corrects
      ? [
          {
            url: sdcUrl.rowCorrects,
            extension: [
              { url: 'row', valueString: corrects.row },
              { url: 'reason', valueString: corrects.reason },
            ],
          },
        ]
      : []),
    ...(signed
      ? [
          {
            url: sdcUrl.rowSigned,
            extension: [
              ...actParts(signed),
              { url: 'hash', valueString: signed.hash },
              { url: 'evidence', valueReference: { reference: signed.evidence } },
              ...(signed.late ? [{ url: 'late', valueBoolean: true }] : []),
            ],
          },
        ]
      : []),
    ...(struck
      ? [
          {
            url: sdcUrl.rowStruck,
            extension: [...actParts(struck), { url: 'reason', valueString: struck.reason }],
          },
        ]
      : []),
  ]
}

const markUrls: ReadonlySet<string> = new Set([
  sdcUrl.rowAuthor,
  sdcUrl.rowCorrects,
  sdcUrl.rowSigned,
  sdcUrl.rowStruck,
])

const isMark = ({ url = '' }: Extension): boolean => markUrls.has(url)

/** The row with these marks in the place of its own. */
export function withMarks(row: QuestionnaireResponseItem, marks: Partial<RowMarks>): QuestionnaireResponseItem {
  const { extension = [], ...rest } = row
  const all = [...extension.filter((one) => !isMark(one)), ...markExtensions(marks)]
  return { ...(all.length > 0 ? { extension: all } : {}), ...rest }
}

/** What a signature on a row covers: all but its marks, and but the texts of the questions, which the form holds. */
export function rowContent(row: QuestionnaireResponseItem): QuestionnaireResponseItem {
  const { extension = [], ...rest } = withoutTexts(row)
  const kept = extension.filter((one) => !isMark(one))
  return { ...(kept.length > 0 ? { extension: kept } : {}), ...rest }
}

function withoutTexts({
  text: _text,
  item,
  answer,
  ...rest
}: QuestionnaireResponseItem): QuestionnaireResponseItem {
  return {
    ...rest,
    ...(answer
      ? {
          answer: answer.map(({ item: below, ...own }) =>
            below ? { ...own, item: below.map(withoutTexts) } : own,
          ),
        }
      : {}),
    ...(item ? { item: item.map(withoutTexts) } : {}),
  }
}

/** A row that is signed or struck is never written in again. */
export const isLocked = (row: Marked): boolean =>
  extensionOf(row, sdcUrl.rowSigned) !== undefined || extensionOf(row, sdcUrl.rowStruck) !== undefined

export const isStruck = (row: Marked): boolean => extensionOf(row, sdcUrl.rowStruck) !== undefined

/** Roles whose holders sign each row of a group; none where rows are not signed. */
export const rowSigners = ({ raw }: Pick<FormItem, 'raw'>): readonly string[] =>
  extensionsOf(raw, sdcUrl.rowSignedBy).flatMap(({ valueCode }) => valueCode ?? [])
