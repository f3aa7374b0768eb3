import { fold } from '#kernel/fold.ts'

export interface RoomSuggestion {
  readonly words: readonly string[]
  readonly specialties: readonly string[]
}

/** How well each room fits a reason for the visit: points by room id; nothing typed gives none. */
export function suggestRooms(
  reason: string,
  rooms: readonly { readonly id: string; readonly specialty?: string }[],
  suggestions: readonly RoomSuggestion[],
): ReadonlyMap<string, number> {
  const said = ` ${fold(reason).replace(/[^a-z0-9]+/g, ' ')} `
  const points = new Map<string, number>()
  for (const { words, specialties } of suggestions) {
    // A longer phrase tells more than a single word: "đau họng" beats "đau".
    const weight = words
      .filter((word) => said.includes(` ${word} `))
      .reduce((sum, word) => sum + word.split(' ').length, 0)
    if (weight === 0) continue
    for (const room of rooms)
      if (room.specialty !== undefined && specialties.includes(room.specialty))
        points.set(room.id, (points.get(room.id) ?? 0) + weight)
  }
  return points
}
