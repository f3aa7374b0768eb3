import { useEffect, useRef } from 'react'
import type { IconName } from '../marks/icon.tsx'
import { makeStore } from '../net/store.ts'

/** An act of the open screen that the palette offers too. */
export interface PaletteCommand {
  readonly key: string
  readonly label: string
  readonly icon: IconName
  readonly keyHint?: string
  readonly run: () => void
}

export const palette = makeStore<{ open: boolean; commands: readonly PaletteCommand[] }>({
  open: false,
  commands: [],
})

export function openPalette(): void {
  palette.set({ open: true })
}

/** Offers acts of this screen in the palette while it is shown. */
export function usePaletteCommands(commands: readonly PaletteCommand[]): void {
  const latest = useRef(commands)
  latest.current = commands
  const shape = commands.map((command) => command.key + command.label).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list
  useEffect(() => {
    const mine = latest.current.map((command, at) => ({ ...command, run: () => latest.current[at]?.run() }))
    palette.set({ commands: [...palette.get().commands, ...mine] })
    return () => palette.set({ commands: palette.get().commands.filter((one) => !mine.includes(one)) })
  }, [shape])
}
