/** Tells how far work over a second has come: a bar on a terminal, a line every two seconds otherwise. */
export interface Progress {
  step(what: string, done: number, of: number): void
  end(): void
}

export function makeProgress(quiet: boolean, out: NodeJS.WriteStream = process.stderr): Progress {
  const startedAt = Date.now()
  let toldAt = startedAt
  let open = false
  return {
    step(what, done, of) {
      const now = Date.now()
      if (quiet || now - startedAt < 300) return
      if (out.isTTY) {
        const width = 28
        const filled = of > 0 ? Math.round((width * done) / of) : 0
        out.write(`\r\x1b[K  ${what} [${'='.repeat(filled)}${' '.repeat(width - filled)}] ${done}/${of}`)
        open = true
      } else if (now - toldAt >= 2000 || done === of) {
        out.write(`  ${what} ${done}/${of}\n`)
        toldAt = now
      }
    },
    end() {
      if (open) out.write('\r\x1b[K')
      open = false
    },
  }
}
