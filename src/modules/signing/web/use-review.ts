import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import type { WaitingPaper } from '../contract.ts'

export interface Review {
  /** The server knows by it which papers were shown. */
  readonly batch: string
  /** Address of the very version that is going to be signed. */
  fileOf(paper: WaitingPaper): string
  /** Notes the hash of the bytes that are on the screen. */
  noteShown(paper: WaitingPaper, sha256: string): void
  isSeen(paper: WaitingPaper): boolean
  /** The bytes on the screen are not those that the list names. */
  isOther(paper: WaitingPaper): boolean
}

/** Goes through papers: what is signed together has been on the screen, each of them. */
export function useReview(): Review {
  const [batch] = useState(() => uuidv7())
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>({})
  return {
    batch,
    fileOf: ({ id, version }) => `/api/documents/${id}/pdf?version=${version}&batch=${batch}`,
    noteShown: ({ id }, sha256) => setSeen((before) => ({ ...before, [id]: sha256 })),
    isSeen: ({ id, sha256 }) => seen[id] === sha256,
    isOther: ({ id, sha256 }) => seen[id] !== undefined && seen[id] !== sha256,
  }
}
