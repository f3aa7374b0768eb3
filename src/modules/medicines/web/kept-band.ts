/** The wristband that was scanned last: who comes from the list of the ward by a scan does not scan again. */
let kept: { readonly encounterId: string; readonly code: string; readonly at: number } | undefined

export function keepBand(encounterId: string, code: string): void {
  kept = { encounterId, code, at: Date.now() }
}

/** The band of a stay, while it was scanned less than so many minutes ago. */
export function keptBand(encounterId: string, minutes: number): string | undefined {
  const fresh = kept && kept.encounterId === encounterId && Date.now() - kept.at < minutes * 60_000
  return fresh ? kept?.code : undefined
}
