import {
  Button,
  Chip,
  Code,
  Count,
  EntryBlock,
  type EntryState,
  FlagMark,
  Icon,
  IconButton,
  Inline,
  isIcon,
  NewsBadge,
  Progress,
  Stack,
  StateChip,
} from '#web/kit/index.ts'
import { icons } from '#web/kit/marks/icon-set.ts'
import { light } from '#web/kit/theme/tokens.ts'
import { Part } from './part.tsx'
import { words } from './samples.ts'

const states: readonly EntryState[] = [
  'new',
  'draft',
  'waiting',
  'partly',
  'signed',
  'corrected',
  'stopped',
  'locked',
  'late',
  'invalid',
  'done',
]
const typeStyles: Readonly<Record<string, object>> = {
  'num-xl': { font: '700 76px/88px var(--num)' },
  title: { font: '600 20px/28px var(--sans)' },
  lead: { font: '600 16px/22px var(--sans)' },
  body: {},
  dense: { fontSize: 13, lineHeight: '18px' },
  label: { font: '500 12px/16px var(--sans)', color: 'var(--ink-3)' },
}

function Swatches() {
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))', gap: 8 }}>
      {Object.keys(light).map((name) => (
        <div key={name} className="lo-dense">
          <div
            style={{ height: 36, borderRadius: 6, border: '1px solid var(--line)', background: `var(--${name})` }}
          />
          {name}
        </div>
      ))}
    </div>
  )
}

export function Basics() {
  const { buttons, chips } = words
  return (
    <>
      <Part name="tokens">
        <Swatches />
      </Part>
      <Part name="type">
        {words.type.map(([role, sample]) => (
          <div key={role} style={typeStyles[role]} className={role.startsWith('num') ? 'lo-num' : undefined}>
            {sample} <span className="lo-dense lo-ink3">{role}</span>
          </div>
        ))}
      </Part>
      <Part name="Button, IconButton">
        <Stack>
          <Inline wrap>
            <Button kind="primary" icon="sign" keyHint="Ctrl Enter">
              {buttons.sign}
            </Button>
            <Button icon="eye">{buttons.review}</Button>
            <Button kind="danger">{buttons.stop}</Button>
            <Button kind="plain">{buttons.more}</Button>
            <Button busy>{buttons.review}</Button>
            <Button disabledBecause={words.locked}>{buttons.review}</Button>
            <IconButton icon="print" label={buttons.issue} onClick={() => undefined} />
          </Inline>
          <Inline wrap>
            <Button size="sm">{buttons.go}</Button>
            <Button size="lg" kind="primary">
              {buttons.review}
            </Button>
            <Button size="xl" kind="primary" icon="print" keyHint="Enter">
              {buttons.issue}
            </Button>
          </Inline>
        </Stack>
      </Part>
      <Part name="Chip, StateChip, Count, Code, Progress">
        <Stack>
          <Inline wrap>
            <Chip>{chips.plain}</Chip>
            <Chip tone="accent">{chips.code}</Chip>
            <Chip tone="ok" icon="check">
              {chips.valid}
            </Chip>
            <Chip tone="warn" icon="clock">
              {chips.late}
            </Chip>
            <Chip tone="crit">{chips.allergy}</Chip>
            <Chip tone="solid">{chips.solid}</Chip>
            <Chip tone="plum">{chips.code}</Chip>
            <Chip tone="outline">{chips.plain}</Chip>
            <Chip tone="dashed" icon="stop">
              {chips.draft}
            </Chip>
          </Inline>
          <Inline wrap>
            {states.map((state) => (
              <StateChip key={state} state={state} />
            ))}
          </Inline>
          <Inline wrap gap={16}>
            <Count value={12} />
            <Count value={2} tone="accent" />
            <Count value={3} tone="warn" />
            <Count value={1} tone="hot" />
            <Code>I10</Code>
            <Progress value={11} max={14} label={chips.plain} />
            <Progress value={16} max={16} label={chips.plain} />
          </Inline>
        </Stack>
      </Part>
      <Part name="FlagMark, NewsBadge">
        <Inline wrap gap={20}>
          <FlagMark>7,0</FlagMark>
          <FlagMark flag="high">21</FlagMark>
          <FlagMark flag="low">3,1</FlagMark>
          <FlagMark flag="abnormal">++</FlagMark>
          <FlagMark flag="critical-high">6,4</FlagMark>
          <FlagMark flag="critical-low">2,1</FlagMark>
          {[0, 4, 5, 7].map((score) => (
            <NewsBadge key={score} score={score} />
          ))}
          <NewsBadge score={3} red />
        </Inline>
      </Part>
      <Part name="EntryBlock" pad={false}>
        {states.map((state) => (
          <EntryBlock key={state} state={state} title={<StateChip state={state} />} detail={words.rows.why2} />
        ))}
      </Part>
      <Part name="Icon">
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(112px, 1fr))', gap: 10 }}>
          {Object.keys(icons).map((name) => (
            <span key={name} className="lo-dense lo-inline" style={{ gap: 6, alignItems: 'center' }}>
              {isIcon(name) && <Icon name={name} size={18} />}
              {name}
            </span>
          ))}
        </div>
      </Part>
    </>
  )
}
