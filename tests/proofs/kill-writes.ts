/** What one request wrote, or would have. */
export interface Acknowledged {
  readonly ids: readonly string[]
}

/** Writes bundles of two resources, one after the other, until the server is gone. */
export async function write(
  url: string,
  token: string,
  acknowledged: Acknowledged[],
  unanswered: Acknowledged[],
): Promise<void> {
  for (;;) {
    const patient = crypto.randomUUID()
    const observation = crypto.randomUUID()
    const ids = [`Patient/${patient}`, `Observation/${observation}`]
    const put = (resource: { resourceType: string; id: string }) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        put({ resourceType: 'Patient', id: patient, name: [{ text: 'Thử Tải' }] } as never),
        put({
          resourceType: 'Observation',
          id: observation,
          status: 'final',
          code: { text: 'thử' },
          subject: { reference: `Patient/${patient}` },
          valueQuantity: { value: 1.5 },
        } as never),
      ],
    }
    try {
      const answer = await fetch(`${url}/fhir/R4`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        body: JSON.stringify(bundle),
      })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`status ${answer.status}`)
      acknowledged.push({ ids })
    } catch (error) {
      unanswered.push({ ids })
      // 503 says that the database is away: nothing was acknowledged. Every other refusal is a fault.
      if (/^status (?!503)/.test((error as Error).message)) throw error
      return
    }
  }
}

export async function there(url: string, token: string, id: string): Promise<boolean> {
  const answer = await fetch(`${url}/fhir/R4/${id}`, { headers: { authorization: `Bearer ${token}` } })
  await answer.arrayBuffer()
  if (answer.status !== 200 && answer.status !== 404) throw new Error(`${id}: status ${answer.status}`)
  return answer.status === 200
}
