/** One line of a list, by column name. */
export type Line = Readonly<Record<string, string>>

/** How a file is read into a code list. A file is known by its header, and by its name where headers are alike. */
export interface ListKind {
  /** Name of the code list: `icd10`, `ward`. */
  readonly system: string
  /** Columns the header must have. */
  readonly header: readonly string[]
  readonly file?: RegExp
  /** Columns of the code, joined by `|`. */
  readonly code: readonly string[]
  readonly name: string
  readonly nameEn?: string
  readonly synonyms?: string
  readonly parent?: string | ((line: Line) => string)
  /** First day of a line that does not tell its own. */
  readonly validFrom: string
  /** Last day of a list that is over. */
  readonly validTo?: string
  /** Column to the name it is kept under. */
  readonly rename?: Readonly<Record<string, string>>
  /** Sets a line right before it is read. */
  readonly mend?: (line: Line) => Line
  /** The only columns that become details; all of them when absent. */
  readonly keep?: readonly string[]
  readonly definition?: string
  /** The list itself says that an entry is no longer for use. */
  readonly inactive?: (line: Line) => boolean
  /** Details read out of other columns. */
  readonly derive?: (line: Line) => Readonly<Record<string, string>>
}
