let aheadMs = 0

/** Notes the clock of the server from an answer of it. */
export function setClock(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date)
  if (!Number.isNaN(at)) aheadMs = Date.now() - at
}

/** Now by the clock of the server, also while it is away: that of a device may be wrong either way. */
export const serverNow = (): Date => new Date(Date.now() - aheadMs)
