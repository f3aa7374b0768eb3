/** What a filled form becomes before it is laid out: `_print/statutory.typ` prints these blocks in their order. */

export interface Tick {
  /** With its printed digit: `1. Nam`. */
  readonly text: string
  readonly on: boolean
}

/** Shape of an empty place; a day shows its strokes. */
export type BlankShape = 'short' | 'line' | 'date' | 'time' | 'dateTime' | 'pair'

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly unit: string | null }
  | { readonly kind: 'blank'; readonly shape: BlankShape; readonly unit: string | null }
  | { readonly kind: 'ticks'; readonly options: readonly Tick[]; readonly free: string | null }
  | {
      readonly kind: 'boxes'
      readonly text: string | null
      /** Whether the name of the code has a place of its own. */
      readonly named: boolean
      readonly signs: readonly string[]
    }

/** One question in a row. */
export interface Cell {
  readonly linkId: string
  /** Printed number, only before the first question of a row: `12.` */
  readonly prefix: string | null
  readonly label: string
  readonly value: Value
  readonly bold: boolean
  readonly upper: boolean
}

export interface Column {
  readonly title: string
  /** Share of the width. */
  readonly weight: number
}

/** What stands in a cell; of a row that is struck through, what it said and who struck it. */
export type CellText = string | { readonly struck: string; readonly note: string }

export interface Picture {
  readonly label: string | null
  readonly svg: string
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly upper: boolean }
  | { readonly kind: 'row'; readonly label: string | null; readonly cells: readonly Cell[] }
  | {
      readonly kind: 'long'
      readonly label: string
      readonly text: string | null
      readonly lines: number
      readonly bold: boolean
    }
  | { readonly kind: 'note'; readonly text: string; readonly bold: boolean }
  | {
      readonly kind: 'table'
      readonly label: string | null
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly CellText[])[]
      readonly blankRows: number
    }
  | { readonly kind: 'pictures'; readonly pictures: readonly Picture[] }
  | { readonly kind: 'break' }

/** A form ready to be laid out. */
export interface PrintedForm {
  /** Questions of the head block, in the order of the form. */
  readonly head: readonly Cell[]
  readonly blocks: readonly Block[]
}
