/** A text in both languages. */
export interface ScoreWords {
  readonly vi: string
  readonly en: string
}

export interface ScoreOption {
  readonly code: string
  readonly points: number
  readonly text: ScoreWords
}

export interface ScoreItem {
  readonly id: string
  readonly text: ScoreWords
  readonly options: readonly ScoreOption[]
}

export type ScoreLevel = 'low' | 'medium' | 'high'

/** What a total between two bounds, both included, means and asks for. */
export interface ScoreBand {
  readonly from: number
  readonly to: number
  readonly level: ScoreLevel
  readonly meaning: ScoreWords
  readonly action?: ScoreWords
}

export interface AgeLimits {
  readonly fromDays: number
  readonly toDays?: number
}

/** A score of items with points, as published: data/scores. */
export interface Score {
  readonly code: string
  readonly validFrom: string
  readonly validTo?: string
  readonly title: ScoreWords
  readonly source: string
  readonly loinc?: string
  readonly age?: AgeLimits
  /** Points of one item that alone ask for the highest attention. */
  readonly redItem?: number
  /** Items of which only one can be true. */
  readonly exclusive?: readonly (readonly string[])[]
  readonly items: readonly ScoreItem[]
  readonly bands: readonly ScoreBand[]
}
