import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { Button } from '../fields/button.tsx'
import { Icon, type IconName } from '../marks/icon.tsx'
import { type ApiError, toApiError } from '../net/api-error.ts'
import { formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { useLateStart } from './late-start.ts'

const widths = [62, 44, 71, 53, 66, 48, 58, 40]

interface LoadingProps {
  readonly rows?: number
  /** A short bar before each, where a time or number will stand. */
  readonly lead?: boolean
}

/** Still grey bars of the real row height; nothing at all in the first 300 ms. */
export function Loading({ rows = 4, lead = true }: LoadingProps) {
  const shown = useLateStart()
  return (
    <div role="status" aria-label={t('kit.loading')} style={{ visibility: shown ? 'visible' : 'hidden' }}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <div key={at} className="lo-row">
          {lead && <span className="lo-bar" style={{ width: 36 }} />}
          <span className="lo-bar" style={{ width: `${widths[at % widths.length]}%` }} />
          <span className="lo-bar" style={{ width: 56, marginLeft: 'auto' }} />
        </div>
      ))}
    </div>
  )
}

interface MessageProps {
  readonly icon: IconName
  readonly tone?: string
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly role?: 'alert' | 'status'
}

function Message({ icon, tone = 'ink2', title, children, actions, role }: MessageProps) {
  return (
    <div className="lo-message" role={role}>
      <span className={`lo-${tone}`}>
        <Icon name={icon} size={22} />
      </span>
      <div style={{ minWidth: 0 }}>
        <b>{title}</b>
        {children && <div className="lo-dense lo-ink2">{children}</div>}
        {actions && <div className="lo-message-actions">{actions}</div>}
      </div>
    </div>
  )
}

/** Failures that are shown in a way of their own, by their codes. */
export const ownFailures = new Map<
  string,
  ComponentType<Pick<FailureProps, 'retry'> & { readonly error: ApiError }>
>()

interface FailureProps {
  readonly error: unknown
  readonly retry?: (() => unknown) | undefined
  /** What failed, in the words of the screen. */
  readonly title?: string
  /** What is safe: "Nội dung còn trên máy này". */
  readonly safe?: string
}

/** What failed, what is safe, what to do, and the number to ask with. */
export function Failure({ error: thrown, retry, title, safe }: FailureProps) {
  const error: ApiError = toApiError(thrown)
  const Own = ownFailures.get(error.code)
  if (Own) return <Own error={error} retry={retry} />
  if (error.status === 403 && error.code === 'common.forbidden')
    return <NoPermission permission={String(error.details['permission'] ?? '')} />
  const words = error.offline ? t('kit.failure.offline') : error.title
  return (
    <Message
      icon={error.offline ? 'cloudOff' : 'warning'}
      tone="warn"
      role="status"
      title={title ?? words}
      actions={
        <>
          {retry && (
            <Button size="sm" onClick={() => void retry()}>
              {t('kit.failure.retry')}
            </Button>
          )}
          {error.requestId && (
            <span className="lo-ink3" style={{ fontSize: 12 }}>
              {t('kit.failure.request', { id: error.requestId })}
            </span>
          )}
        </>
      }
    >
      {title && words !== title ? `${words} ` : ''}
      {safe ?? (error.offline ? t('kit.failure.safe') : '')}
    </Message>
  )
}

interface EmptyProps {
  readonly children: ReactNode
  readonly action?: ReactNode
}

/** What would stand here, and the one act that fills it. */
export function Empty({ children, action }: EmptyProps) {
  return (
    <div className="lo-row">
      <span className="lo-row-text lo-ink2">{children}</span>
      {action}
    </div>
  )
}

interface PartialProps {
  readonly what: ReactNode
  readonly retry?: () => unknown
}

/** Stands in the place of the part that is missing. */
export function Partial({ what, retry }: PartialProps) {
  return (
    <div className="lo-row" role="status">
      <span className="lo-warn">
        <Icon name="plugOff" />
      </span>
      <span className="lo-row-text">{what}</span>
      {retry && (
        <Button kind="plain" size="sm" onClick={() => void retry()}>
          {t('kit.failure.retry')}
        </Button>
      )}
    </div>
  )
}

const PermissionName = lazy(() => import('./permission-name.tsx'))

interface NoPermissionProps {
  readonly permission?: string
  readonly title?: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** Which rule closes it, who may, what would open it. */
export function NoPermission({ permission, title, children, actions }: NoPermissionProps) {
  return (
    <Message icon="lock" title={title ?? t('kit.noPermission.title')} actions={actions}>
      {children ?? (
        <Suspense fallback={null}>
          <PermissionName
            permission={permission ?? ''}
            say={(name) => t('kit.noPermission.text', { permission: name })}
          />
        </Suspense>
      )}
    </Message>
  )
}

interface StaleProps {
  readonly at: string
  /** Older than the screen's limit. */
  readonly late?: boolean
}

export function Stale({ at, late = false }: StaleProps) {
  return (
    <span className={`lo-dense ${late ? 'lo-warn' : 'lo-ink3'}`}>{t('kit.stale', { time: formatTime(at) })}</span>
  )
}

interface ConflictProps {
  readonly who: string
  readonly at: string
  readonly mine: ReactNode
  readonly theirs: ReactNode
  readonly onMine: () => void
  readonly onTheirs: () => void
  readonly onBoth?: () => void
}

/** Both versions side by side; nothing is merged silently. */
export function Conflict(props: ConflictProps) {
  return (
    <section className="lo-panel" aria-label={t('kit.conflict.label')}>
      <header className="lo-panel-head">
        <span className="lo-plum">
          <Icon name="split" />
        </span>
        <h2>{t('kit.conflict.title', { name: props.who, time: formatTime(props.at) })}</h2>
      </header>
      <div className="lo-grid lo-panel-body" data-pad data-fold>
        <div>
          <div className="lo-label">{t('kit.conflict.mine')}</div>
          {props.mine}
        </div>
        <div>
          <div className="lo-label">{t('kit.conflict.theirs')}</div>
          {props.theirs}
        </div>
      </div>
      <div className="lo-dialog-actions" style={{ padding: '0 14px 12px' }}>
        {props.onBoth && (
          <Button size="sm" onClick={props.onBoth}>
            {t('kit.conflict.both')}
          </Button>
        )}
        <Button size="sm" onClick={props.onTheirs}>
          {t('kit.conflict.useTheirs')}
        </Button>
        <Button size="sm" onClick={props.onMine}>
          {t('kit.conflict.useMine')}
        </Button>
      </div>
    </section>
  )
}

interface AlertProps {
  readonly level: 'note' | 'warning' | 'stop'
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
}

const alertIcons = { note: 'info', warning: 'warning', stop: 'danger' } as const

/** Stands under its cause, never in a pop-up: a note, a warning, or a stop that names the harm. */
export function Alert({ level, title, children, action }: AlertProps) {
  return (
    <div className="lo-alert" data-level={level} role={level === 'stop' ? 'alert' : undefined}>
      <Icon name={alertIcons[level]} size={18} />
      <span style={{ flex: 1, minWidth: 0 }}>
        <b>{title}</b>
        {children && <> {children}</>}
      </span>
      {action}
    </div>
  )
}
