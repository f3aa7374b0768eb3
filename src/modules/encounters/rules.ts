import { readFileSync } from 'node:fs'
import type { ExpectedTimeRule } from './domain/expected-time.ts'
import type { PriorityReason } from './domain/priority.ts'
import type { RoomSuggestion } from './domain/suggest-rooms.ts'

interface QueueRules {
  readonly reasons: readonly PriorityReason[]
  readonly expectedTime: ExpectedTimeRule & { readonly measuredVisits: number }
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../data/rules/${name}`, import.meta.url), 'utf8'))

/** data/rules/queue-priority.json: who goes first, and how the expected time is made. */
export const queueRules = read('queue-priority.json') as QueueRules

/** data/rules/room-by-reason.json: rooms suggested by the reason for the visit. */
export const roomSuggestions = (read('room-by-reason.json') as { readonly suggestions: readonly RoomSuggestion[] })
  .suggestions
