import { Link, useNavigate, useParams as useRouteParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect } from 'react'
import { t } from '../text/translate.ts'

interface LinkToProps {
  readonly to: string
  readonly children: ReactNode
  readonly className?: string
  readonly current?: boolean
  readonly label?: string
}

/** A link to a screen by its address. */
export function LinkTo({ to, children, className, current, label }: LinkToProps) {
  const [pathname = '/', query] = to.split('?')
  return (
    <Link
      to={pathname}
      search={Object.fromEntries(new URLSearchParams(query ?? ''))}
      className={className}
      aria-current={current ? 'page' : undefined}
      aria-label={label}
      activeProps={{}}
      activeOptions={{ exact: true }}
      preload="intent"
    >
      {children}
    </Link>
  )
}

/** Opens a screen by its address. */
export function useGo(): (to: string, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (to, options = {}) => {
      const [pathname = '/', query] = to.split('?')
      void navigate({
        to: pathname,
        search: Object.fromEntries(new URLSearchParams(query ?? '')),
        replace: options.replace ?? false,
      })
    },
    [navigate],
  )
}

/** The named parts of the screen's address. */
export function useParams(): Readonly<Record<string, string>> {
  return useRouteParams({ strict: false }) as Record<string, string>
}

/** One word of the address after `?`, such as the open tab; undefined takes it away. */
export function useSearchParam(name: string): [string | undefined, (value: string | undefined) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const value = search[name]
  const set = useCallback(
    (next: string | undefined) => {
      void navigate({
        to: '.',
        search: (now: Record<string, unknown>) => ({ ...now, [name]: next }),
        replace: true,
      })
    },
    [navigate, name],
  )
  return [value === undefined ? undefined : String(value), set]
}

/** Names the browser's tab. */
export function useTitle(text: string): void {
  useEffect(() => {
    document.title = text ? `${text} · ${t('common.product')}` : t('common.product')
  }, [text])
}
