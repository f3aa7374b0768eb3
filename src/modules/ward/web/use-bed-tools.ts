import { useState } from 'react'
import { type Act, type ApiError, api, useCommand } from '#web/kit/index.ts'
import type { Bed } from '../board-contract.ts'

/** What is done to beds without moving anybody. */
export const bedTools = ['clean', 'isolate', 'hold'] as const
export type BedTool = (typeof bedTools)[number]

interface BedTools {
  /** The tool in hand: every bed that is pressed gets it. */
  readonly inHand: BedTool | undefined
  take(tool: BedTool | undefined): void
  use(tool: BedTool, bed: Bed): void
  readonly error: ApiError | undefined
}

/** The state that a tool leads a bed to: to be cleaned, or clean again; isolated, or not any more. */
function stateAfter(tool: 'clean' | 'isolate', bed: Bed): 'U' | 'H' | 'I' {
  if (tool === 'isolate') return bed.isolation ? 'U' : 'I'
  return bed.state === 'cleaning' || bed.state === 'contaminated' ? 'U' : 'H'
}

/** Beds are cleaned, isolated and kept: by a tool that is pressed and then beds, by dragging it onto one, or by keys. */
export function useBedTools(keepFor: (bed: Bed) => void): BedTools {
  const [inHand, take] = useState<BedTool>()
  const command = useCommand(
    ({ bed, tool }: { bed: Bed; tool: 'clean' | 'isolate' }, act: Act): Promise<void> =>
      api.put(`/api/ward/beds/${bed.id}`, { status: stateAfter(tool, bed) }, act),
    { refresh: ['/api/ward', '/api/stays'] },
  )
  return {
    inHand,
    take,
    use: (tool, bed) => {
      if (tool === 'hold') keepFor(bed)
      else void command.run({ tool, bed })
    },
    error: command.error,
  }
}

export const toolOf = (dragged: string): BedTool | undefined => bedTools.find((tool) => dragged === `tool:${tool}`)
