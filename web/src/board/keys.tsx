import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';

const KEYS: [keys: string[], what: string][] = [
  [['↑', '↓', 'J', 'K'], 'move'],
  [['Home', 'End'], 'ends'],
  [['Enter'], 'look'],
  [['Esc'], 'back'],
  [['A'], 'approve'],
  [['R'], 'reject'],
  [['P'], 'pin'],
  [['S'], 'swap'],
  [['U'], 'undo'],
  [['/'], 'search'],
  [['?'], 'help'],
];

/** What the keyboard can do on the board. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('board.keys')} open={open} onClose={onClose}>
      <div className="stack">
        <p className="muted">{t('board.keys_where')}</p>
        <dl className="keys">
          {KEYS.map(([keys, what]) => (
            <div key={what}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{t(`board.key_${what}`)}</dd>
            </div>
          ))}
        </dl>
        <div>
          <Button kind="main" onClick={onClose}>
            {t('ui.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
