import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { expressionIn, sdcUrl } from '#fhir/sdc/extensions.ts'
import { rowMarks, rowSigners } from '#fhir/sdc/row-marks.ts'
import { dayInVietnam, formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import type { CellText } from './blocks.ts'

/** `09:05 23/11/2026` */
function moment(at: string): string {
  const when = new Date(at)
  return `${instantInVietnam(when).slice(11, 16)} ${formatDay(dayInVietnam(when))}`
}

const by = (act: { readonly by: { readonly display?: string }; readonly at: string }): string =>
  `${act.by.display ?? ''}, ${moment(act.at)}`

/** What the marks of a row say on paper, a line each. */
function lines(row: QuestionnaireResponseItem, rows: readonly QuestionnaireResponseItem[]): string[] {
  const { signed, struck, corrects } = rowMarks(row)
  const wrong = corrects ? rows.findIndex(({ id }) => id === corrects.row) + 1 : 0
  return [
    ...(corrects ? [`(Sửa dòng ${wrong}: ${corrects.reason})`] : []),
    ...(signed ? [`Đã ký số: ${by(signed)}`] : []),
    ...(signed?.late ? ['(Ghi muộn)'] : []),
    ...(struck ? [`Gạch bỏ: ${by(struck)}. Lý do: ${struck.reason}`] : []),
  ]
}

/** The column that names who writes: there the paper has the place to sign. */
function signedColumn(columns: readonly QuestionnaireItem[]): number {
  const writer = columns.findLastIndex((one) => /%facts\.user\b/.test(expressionIn(one, sdcUrl.initial) ?? ''))
  return writer >= 0 ? writer : columns.length - 1
}

/** Cells of the rows of a group with who signed each row and when; what is struck through is shown so. */
export function withSignatures(
  group: QuestionnaireItem,
  columns: readonly QuestionnaireItem[],
  rows: readonly QuestionnaireResponseItem[],
  cells: readonly (readonly string[])[],
): readonly (readonly CellText[])[] {
  if (rowSigners({ raw: group }).length === 0) return cells
  const place = signedColumn(columns)
  return cells.map((texts, at) => {
    const row = rows[at]
    if (!row) return texts
    const said = lines(row, rows)
    const isStruck = rowMarks(row).struck !== undefined
    return texts.map((text, column): CellText => {
      const note = column === place ? said.join('\n') : ''
      if (isStruck) return { struck: text, note }
      return note === '' ? text : [text, note].filter(Boolean).join('\n')
    })
  })
}
