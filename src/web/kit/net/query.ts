import {
  type Query as CachedQuery,
  keepPreviousData,
  QueryClient,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, type Query } from './api.ts'
import { ApiError } from './api-error.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.offline || error.status === 503),
    },
    mutations: { networkMode: 'always' },
  },
})

interface Reading {
  readonly refreshSeconds?: number
  /** Shows the former answer until the new one is there: for search as one types. */
  readonly keepPrevious?: boolean
  readonly background?: boolean
  readonly parse?: (text: string) => unknown
}

/** The server is away, or cannot answer now: what it said before still holds until it says something else. */
const passes = ({ offline, status }: ApiError) => offline || status >= 500 || status === 429

/**
 * What was read stays while nobody answers to the next reading: the head says since when, a bar that a server failed, and a
 * form in which somebody writes does not give way to a notice. What was refused is a fault, whatever was read before.
 */
function standing<T>(result: UseQueryResult<T, ApiError>): UseQueryResult<T, ApiError> {
  if (!result.isRefetchError || !passes(result.error)) return result
  const stands = {
    isError: false,
    isRefetchError: false,
    isSuccess: true,
    error: null,
    status: 'success',
  } as const
  return { ...result, ...stands } as UseQueryResult<T, ApiError>
}

/** Reads an address; waits while it is undefined. The key is `[path, query]`. */
export function useApi<T>(
  path: string | undefined,
  query?: Query,
  reading: Reading = {},
): UseQueryResult<T, ApiError> {
  const result = useQuery<T, ApiError>({
    queryKey: [path, query ?? {}],
    queryFn: ({ signal }) =>
      api.get<T>(path ?? '', query, {
        signal,
        background: reading.background ?? false,
        parse: reading.parse,
      }),
    enabled: path !== undefined,
    ...(reading.refreshSeconds ? { refetchInterval: reading.refreshSeconds * 1000 } : {}),
    ...(reading.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
  return standing(result)
}

/** Reads again everything whose address begins with one of the prefixes. */
export async function refresh(...prefixes: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => prefixes.some((prefix) => String(path).startsWith(prefix)),
  })
}

/** Open screens stand on a former answer of these, since the server failed at the next reading. */
function staleQueries(): readonly CachedQuery[] {
  return queryClient.getQueryCache().findAll({
    type: 'active',
    predicate: ({ state: { status, data, error } }) =>
      status === 'error' && data !== undefined && error instanceof ApiError && !error.offline && passes(error),
  })
}

/** Watches what could not be read again; `again` asks for it once more. */
export function useStale(): { readonly why: string | undefined; again(): void } {
  const why = useSyncExternalStore(
    (listener) => queryClient.getQueryCache().subscribe(listener),
    () => (staleQueries()[0]?.state.error as ApiError | undefined)?.title,
  )
  return {
    why,
    again() {
      for (const { queryKey } of staleQueries()) void queryClient.refetchQueries({ queryKey, exact: true })
    },
  }
}
