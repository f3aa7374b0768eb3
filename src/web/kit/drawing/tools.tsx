import {
  type PatternName,
  type Plan,
  patternNames,
  penColours,
  type SignName,
  signNames,
} from '#kernel/drawing/index.ts'
import { Button } from '../fields/button.tsx'
import { Choice, SelectField } from '../fields/choice.tsx'
import { TextField } from '../fields/text-field.tsx'
import { Inline, Stack } from '../layout/layout.tsx'
import { language, t } from '../text/translate.ts'
import { type Tool, type ToolName, toolNames } from './tool.ts'
import type { DrawingHand } from './use-drawing.ts'

interface ToolsProps {
  readonly plan: Plan
  /** Parts of the picture take values of the kind's own when touched. */
  readonly touches: boolean
  readonly tool: Tool
  readonly onTool: (tool: Tool) => void
  readonly hand: DrawingHand
}

const widths = [1, 2, 4, 8]
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[]

/** What the chosen tool can be set to. */
function Settings({ plan, tool, onTool }: Omit<ToolsProps, 'hand' | 'touches'>) {
  const set = (change: Partial<Tool>) => onTool({ ...tool, ...change })
  if (tool.name === 'eraser' || (tool.name === 'finding' && plan.states.length === 0)) return null
  if (tool.name === 'finding')
    return (
      <SelectField
        label={t('drawings.state')}
        value={tool.state}
        onChange={(state) => state && set({ state })}
        options={plan.states.map(({ code, name }) => ({ value: code, label: name[language()] }))}
      />
    )
  return (
    <Inline wrap align="end">
      <SelectField
        label={t('drawings.colour')}
        value={tool.colour}
        onChange={(colour) => colour && set({ colour })}
        options={keysOf(penColours).map((value) => ({ value, label: t(`drawings.colour.${value}`) }))}
      />
      {tool.name === 'pen' && (
        <SelectField
          label={t('drawings.width')}
          value={String(tool.width)}
          onChange={(width) => width && set({ width: Number(width) })}
          options={widths.map((one) => ({
            value: String(one),
            label: t('drawings.width.points', { width: one }),
          }))}
        />
      )}
      {tool.name === 'area' && (
        <SelectField<PatternName>
          label={t('drawings.pattern')}
          value={tool.pattern}
          onChange={(pattern) => pattern && set({ pattern })}
          options={patternNames.map((value) => ({ value, label: t(`drawings.pattern.${value}`) }))}
        />
      )}
      {tool.name === 'sign' && (
        <SelectField<SignName>
          label={t('drawings.sign')}
          value={tool.sign}
          onChange={(sign) => sign && set({ sign })}
          options={signNames.map((value) => ({ value, label: t(`drawings.sign.${value}`) }))}
        />
      )}
      {tool.name === 'text' && (
        <TextField
          label={t('drawings.text')}
          hint={t('drawings.text.hint')}
          value={tool.text}
          maxLength={200}
          onChange={(text) => set({ text })}
        />
      )}
    </Inline>
  )
}

/** Tools, their settings and the way back. */
export function Tools({ plan, touches, tool, onTool, hand }: ToolsProps) {
  const usable = toolNames.filter((name) => name !== 'finding' || touches || plan.states.length > 0)
  const { undo, redo } = hand
  return (
    <Stack gap={8}>
      <Choice<ToolName>
        label={t('drawings.tool')}
        value={tool.name}
        onChange={(name) => onTool({ ...tool, name })}
        options={usable.map((value) => ({ value, label: t(`drawings.tool.${value}`) }))}
      />
      <Settings plan={plan} tool={tool} onTool={onTool} />
      <Inline wrap>
        <Button size="sm" onClick={() => undo?.()} disabledBecause={undo ? undefined : t('drawings.undo.none')}>
          {t('drawings.undo')}
        </Button>
        <Button size="sm" onClick={() => redo?.()} disabledBecause={redo ? undefined : t('drawings.redo.none')}>
          {t('drawings.redo')}
        </Button>
        <Button
          size="sm"
          kind="danger"
          icon="trash"
          onClick={() => hand.change({ regions: {}, marks: [], chart: undefined })}
          disabledBecause={hand.empty ? t('drawings.clear.none') : undefined}
        >
          {t('drawings.clear')}
        </Button>
      </Inline>
    </Stack>
  )
}
