import { useState } from 'react'
import { Alert, api, Button, Dialog, NumberField, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'

interface PerformProps {
  readonly order: {
    readonly id: string
    readonly kind: string
    readonly name: string
    readonly performedAt?: string
    readonly performed?: boolean
  }
  readonly path: string
  readonly onClose: () => void
}

const answered = new Set(['imaging', 'function-test', 'consultation'])

/** Records that an order was done by the actor, now; the answer too where one is asked, at once or later. */
export function PerformDialog({ order, path, onClose }: PerformProps) {
  const [quantity, setQuantity] = useState<string | undefined>('1')
  const [note, setNote] = useState('')
  const [result, setResult] = useState('')
  const asks = answered.has(order.kind)
  const done = order.performedAt !== undefined || order.performed === true
  const command = useCommand(
    (body: { quantity: number; note: string; result: string }, act) =>
      done && asks
        ? api.post(`/api/orders/${order.id}/answer`, { result: body.result }, act)
        : api.post(
            `/api/orders/${order.id}/perform`,
            {
              quantity: body.quantity,
              ...(body.note ? { note: body.note } : {}),
              ...(body.result ? { result: body.result } : {}),
            },
            act,
          ),
    { refresh: [path, '/api/orders'], done: onClose },
  )
  const amount = Number(quantity)
  const because =
    done && asks && result.trim().length < 2
      ? t('orders.perform.resultNeeded')
      : amount > 0
        ? undefined
        : t('orders.perform.quantityNeeded')
  const run = () => void command.run({ quantity: amount, note: note.trim(), result: result.trim() })
  return (
    <Dialog
      open
      onClose={onClose}
      title={order.name}
      actions={
        <>
          <Button onClick={onClose}>{t('orders.back')}</Button>
          <Button
            kind="primary"
            busy={command.busy}
            {...(because ? { disabledBecause: because } : {})}
            onClick={run}
          >
            {done && asks ? t('orders.perform.answer') : t('orders.act.perform')}
          </Button>
        </>
      }
    >
      <Stack gap={10}>
        {command.error && <Alert level="warning" title={command.error.title} />}
        {!(done && asks) && (
          <>
            <NumberField label={t('orders.perform.quantity')} value={quantity} onChange={setQuantity} />
            <TextArea label={t('orders.perform.note')} value={note} onChange={setNote} maxLength={1000} />
          </>
        )}
        {asks && (
          <TextArea
            label={t('orders.perform.result')}
            hint={done ? '' : t('orders.perform.resultLater')}
            value={result}
            onChange={setResult}
            minRows={4}
            maxLength={4000}
          />
        )}
      </Stack>
    </Dialog>
  )
}
