/** The docking board alone, with invented lines, for looking at and for measuring: /dev/board.html?pairs=2000. Not built, not shipped. */
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '@/app/session';
import { loadSentences, startI18n } from '@/i18n';
import { Canvas } from '@/board/canvas';
import { Panel } from '@/board/panel';
import type { BoardPair } from '@/board/model';
import '@/styles/tokens.css';
import '@/styles/base.css';
import '@/styles/ui.css';
import '@/styles/shell.css';
import '@/styles/board.css';

const count = Number(new URLSearchParams(location.search).get('pairs') ?? 40);
const NEEDS = [
  '谈心屋值班',
  '葫芦丝课后延时服务',
  '新教师数学师徒结对',
  '“法官进校园”班会课',
  '学困生课后辅导',
  '校园农场种植指导',
];
const OFFERS = [
  '葫芦丝教学',
  '青春期心理辅导',
  '《知法懂法守法》',
  '初中数学听评课',
  '革命传统与家乡史',
  '农艺与劳动实践',
];
const SCHOOLS = ['实验小学', '第二小学', '滨江初中', '第七中学', '育才小学', '丽湖小学'];
const NAMES = ['赵秀英', '孙建国', '李桂兰', '钱志明', '周德发', '吴文彬', '郑淑芬'];
const GROUPS = ['teacher', 'expert', 'soldier', 'official', 'model_worker'];
const pairs: BoardPair[] = Array.from({ length: count }, (_, i) => {
  const offer = (i * 7 + ((i * i) % 11)) % Math.max(1, Math.floor(count * 0.7));
  return {
    id: `p${i}`,
    version: 1,
    state: i % 9 === 3 ? 'approved' : i % 17 === 5 ? 'rejected' : 'proposed',
    pinned: i % 13 === 4,
    reserve: null,
    score: 600 + ((i * 37) % 390),
    parts: { skill: 380, time: 120, distance: 140, wish: 0, continuity: 100, slack: 30, load: -40 },
    reasons: [
      { code: 'time', params: { margin: 45 } },
      { code: 'distance', params: { metres: 1200, minutes: 15 } },
      { code: 'served_before' },
    ],
    overrides: [],
    rejectReason: null,
    meetings: 32,
    first: '2026-09-08T08:30:00Z',
    alternatives: [
      { offerId: 'x', volunteerName: '吴文彬', offerTitle: '民乐入门', score: 640, priceAtLeast: 118, alternative: 0 },
      { offerId: 'y', volunteerName: '郑淑芬', offerTitle: '音乐课', score: 690, priceAtLeast: 0, alternative: 0 },
    ],
    need: {
      id: `n${i}`,
      code: '需-2026-0001',
      title: NEEDS[i % 6],
      schoolName: SCHOOLS[(i * 5) % 6],
      programmeName: '老教师进校园',
      seat: 1 + (i % 2),
      seats: i % 5 === 0 ? 2 : 1,
      priority: 1 + (i % 4),
      careGroups: i % 6 === 0 ? ['left_behind'] : [],
      urgent: i % 7 === 1,
      when: ['每周三 14:00', '每周二、四 16:30', '一学年', '9月18日 10:00'][i % 4],
    },
    offer: {
      id: `o${offer}`,
      title: OFFERS[offer % 6],
      volunteerId: `v${offer}`,
      volunteerName: NAMES[offer % 7],
      veteranGroup: GROUPS[offer % 5],
      when: ['周二至周四下午', '周三、周五', '工作日', '周五'][offer % 4],
    },
  };
});

function Story() {
  const [selected, setSelected] = useState<string | null>('p1');
  const pair = pairs.find(({ id }) => id === selected) ?? pairs[0];
  return (
    <main id="main" className="wide">
      <div className="board-grid">
        <Canvas pairs={pairs} selected={selected} onSelect={setSelected} onKey={() => false} label="lines" />
        <Panel
          pair={pair}
          loading={false}
          most={{ skill: 400, time: 150, distance: 200, wish: 100, continuity: 100, slack: 50 }}
          able={{ approve: true, reject: true, pin: true, swap: true }}
          busy={false}
          focusKey={0}
          onDeed={() => undefined}
          onSwap={() => undefined}
          onBack={() => undefined}
        />
      </div>
    </main>
  );
}

await startI18n();
await loadSentences('office', 'matching');
createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queryClient}>
    <Story />
  </QueryClientProvider>,
);
