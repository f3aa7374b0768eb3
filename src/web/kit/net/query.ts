import { keepPreviousData, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
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

/** Reads an address; waits while it is undefined. The key is `[path, query]`. */
export function useApi<T>(
  path: string | undefined,
  query?: Query,
  reading: Reading = {},
): UseQueryResult<T, ApiError> {
  return useQuery<T, ApiError>({
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
}

/** Reads again everything whose address begins with one of the prefixes. */
export async function refresh(...prefixes: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [path] }) => prefixes.some((prefix) => String(path).startsWith(prefix)),
  })
}
