import { isLocked } from '#fhir/sdc/row-marks.ts'
import type { Answer } from '#fhir/sdc/types.ts'
import type { Content, Place } from './content.ts'

export interface Merged {
  /** What both screens made of it; where both wrote, what this screen holds. */
  readonly content: Content
  /** Places where two people wrote differently since both had the same, with what the other wrote. */
  readonly clashes: ReadonlyMap<Place, readonly Answer[]>
}

const textOf = (answers: readonly Answer[] | undefined) => JSON.stringify(answers ?? [])

function answersUnder(content: Content, row: string): string {
  const prefix = `${row}>`
  const found = [...content.answers].filter(([place]) => place.startsWith(prefix))
  return found
    .map(([place, answers]) => place + textOf(answers))
    .sort()
    .join()
}

/** Rows that are signed or struck through on the server, and the rows in them: there nothing of this screen counts. */
function lockedRows({ marks, rows }: Content): ReadonlySet<string> {
  const locked = new Set([...marks].flatMap(([row, mark]) => (isLocked(mark) ? [row] : [])))
  for (const [group, ids] of rows) if (locked.has(rowOf(group))) for (const id of ids) locked.add(id)
  return locked
}

/** Rows of both: what one took out goes, unless the other wrote in it; what either added comes. */
function mergeRows(base: Content, mine: Content, theirs: Content, group: Place): readonly string[] {
  const was = base.rows.get(group) ?? []
  const here = mine.rows.get(group) ?? []
  const there = theirs.rows.get(group) ?? []
  const changedIn = (content: Content, row: string) => answersUnder(content, row) !== answersUnder(base, row)
  const locked = lockedRows(theirs)
  const stays = (row: string) => {
    if (locked.has(row) || locked.has(rowOf(group))) return there.includes(row)
    if (!was.includes(row)) return true
    if (!here.includes(row)) return changedIn(theirs, row)
    return there.includes(row) || changedIn(mine, row)
  }
  return [...there, ...here.filter((row) => !there.includes(row))].filter(stays)
}

function mergeAllRows(base: Content, mine: Content, theirs: Content): Map<Place, readonly string[]> {
  const groups = new Set([base, mine, theirs].flatMap((content) => [...content.rows.keys()]))
  const merged = [...groups].map((group) => [group, mergeRows(base, mine, theirs, group)] as const)
  return new Map(merged.filter(([, rows]) => rows.length > 0))
}

/** Rows that this screen had taken out and that come back, since the other wrote in them. */
function rowsBack(rows: ReadonlyMap<Place, readonly string[]>, mine: Content): ReadonlySet<string> {
  const here = new Set([...mine.rows.values()].flat())
  return new Set([...rows.values()].flat().filter((row) => !here.has(row)))
}

const rowOf = (place: Place) => (place.includes('>') ? place.slice(0, place.indexOf('>')) : '')

/** What the other screen holds at some places, in the place of what this one holds there. */
function takeTheirs(
  answers: Map<Place, readonly Answer[]>,
  theirs: Content,
  isTheirs: (place: Place) => boolean,
): void {
  for (const place of [...answers.keys()]) if (isTheirs(place)) answers.delete(place)
  for (const [place, given] of theirs.answers) if (isTheirs(place)) answers.set(place, given)
}

/**
 * Puts together what two screens made of the same response. Where only one of them changed a place, the change is
 * taken; where both did, nothing is decided here: both values are handed back.
 */
export function merge(base: Content, mine: Content, theirs: Content): Merged {
  const rows = mergeAllRows(base, mine, theirs)
  const back = rowsBack(rows, mine)
  const answers = new Map(mine.answers)
  const clashes = new Map<Place, readonly Answer[]>()
  const locked = lockedRows(theirs)
  for (const place of new Set([base, mine, theirs].flatMap((content) => [...content.answers.keys()]))) {
    const [was, here, there] = [base, mine, theirs].map((content) => textOf(content.answers.get(place)))
    if (here === there || there === was || locked.has(rowOf(place))) continue
    const other = theirs.answers.get(place) ?? []
    if (here !== was && !back.has(rowOf(place))) clashes.set(place, other)
    else if (other.length > 0) answers.set(place, other)
    else answers.delete(place)
  }
  takeTheirs(answers, theirs, (place) => back.has(rowOf(place)) || locked.has(rowOf(place)))
  return {
    content: {
      answers,
      rows,
      extra: new Map([...theirs.extra, ...mine.extra]),
      marks: new Map([...mine.marks, ...theirs.marks]),
    },
    clashes,
  }
}

/** What may be sent while a choice between two writers is open: there, what the other wrote stays on the server. */
export function withTheirs(content: Content, clashes: ReadonlyMap<Place, readonly Answer[]>): Content {
  const answers = new Map(content.answers)
  for (const [place, other] of clashes) {
    if (other.length > 0) answers.set(place, other)
    else answers.delete(place)
  }
  return { ...content, answers }
}
