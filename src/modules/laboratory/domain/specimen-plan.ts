/** One ordered test or panel, as collecting needs to see it. */
export interface ToCollect {
  readonly requestId: string
  /** Specimen codes of its tests; a panel may need two tubes. */
  readonly specimens: readonly string[]
}

/** One tube to fill: its specimen code and the requests it serves. */
export interface PlannedTube {
  readonly specimen: string
  readonly requestIds: readonly string[]
}

/** One tube per kind of specimen for all requests of one requisition, in the order of draw. */
export function planTubes(requests: readonly ToCollect[], orderOfDraw: readonly string[]): readonly PlannedTube[] {
  const tubes = new Map<string, string[]>()
  for (const request of requests) {
    for (const specimen of new Set(request.specimens)) {
      tubes.set(specimen, [...(tubes.get(specimen) ?? []), request.requestId])
    }
  }
  const place = (specimen: string) => {
    const at = orderOfDraw.indexOf(specimen)
    return at < 0 ? orderOfDraw.length : at
  }
  return [...tubes]
    .map(([specimen, requestIds]) => ({ specimen, requestIds }))
    .sort((a, b) => place(a.specimen) - place(b.specimen) || a.specimen.localeCompare(b.specimen))
}

/** Accession number of a tube: day and running number, ten digits, so that Code 128 C prints it narrow. */
export function accessionNumber(day: string, running: number): string {
  return `${day.slice(2).replaceAll('-', '')}${String(running).padStart(4, '0')}`
}
