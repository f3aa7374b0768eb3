/** Tells what was found, or why nothing was, unless the question was taken back meanwhile: a newer one stands in its place. */
export async function unlessStopped<T>(
  asked: Promise<T>,
  signal: AbortSignal,
  tell: { readonly found: (value: T) => void; readonly failed: (error: unknown) => void },
): Promise<void> {
  try {
    const value = await asked
    if (!signal.aborted) tell.found(value)
  } catch (error) {
    if (!signal.aborted) tell.failed(error)
  }
}
